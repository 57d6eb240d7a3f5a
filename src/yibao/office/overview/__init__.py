"""The region at a glance (概览): people, money and care by county, from small tables of sums."""
