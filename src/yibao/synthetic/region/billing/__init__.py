"""How a bill is made (账单): by theme of the illness, day by day, to about the sum wanted."""
