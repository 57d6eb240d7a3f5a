"""The vocabulary (词汇): what every other part of the project says the same way.

It is the lowest floor: it imports nothing of the project, has no clock, no network and no chance.

========================  ======================================================================
Room                      What it holds
========================  ======================================================================
``text``                  a sentence in Chinese and English
``errors``                what was wrong, in which field, and what to do
``money``                 amounts in whole fen (分)
``rounding``              the named ways to round, in integers only
``ratio``                 shares in parts per million, written as percent
``dates``                 benefit years (待遇年度), months, quarters, ages
``admdvs``                medical-insurance divisions (医保区划) and the region folders they read
``identifiers``           the shapes and check digits of national identifiers
``own_ids``               the numbers this project gives: settlements, visits, persons
``dictionaries``          the code dictionaries (字典) of the provider interface
``levels``                classes of institutions (医疗机构级别)
``funds``                 payers (基金支付类型) and the settlement field each is summed in
``tables``                reads the small CSV tables of ``standards/``
``shipped``               where ``regions/`` and ``standards/`` are on this computer
========================  ======================================================================
"""
