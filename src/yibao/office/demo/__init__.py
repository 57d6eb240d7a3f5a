"""The demo region (演示数据): 示范市, 990100, and everybody in it invented."""
