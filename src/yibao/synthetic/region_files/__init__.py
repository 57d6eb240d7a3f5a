"""A region's invented year as three Parquet files of any size (演示数据文件): never real data.

`write_region` writes claims, persons and, if asked, lines, under the national column names. It
draws in pieces that know nothing of one another, so a hundred million visits take no more memory
than a million.
"""

from yibao.synthetic.region_files.asked import Asked, Written
from yibao.synthetic.region_files.write import write_region

__all__ = ["Asked", "Written", "write_region"]
