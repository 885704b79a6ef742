"""Names of people who do not exist, as they are given in each generation.

Any first character of a row goes with any second one, so that every name sounds like its time.
Characters that with a frequent surname would name somebody everybody knows are left out.
"""

from itertools import accumulate
from random import Random
from typing import NamedTuple

#: Surname and how many of ten thousand bear it, as along the Yellow River.
SURNAMES = """
王 820 李 800 张 780 刘 600 陈 310 杨 290 赵 280 郭 220 孙 190 马 190 朱 160 周 155 高 140 吴 130 胡 125 徐 120
宋 120 何 105 郑 100 韩 100 冯 90 董 88 许 85 程 80 曹 80 贾 78 魏 78 杜 76 梁 74 田 72 谢 70 崔 70 任 68 袁 66
卢 62 姚 62 苏 60 范 60 丁 58 于 56 吕 56 薛 54 秦 54 侯 52 史 52 白 50 孟 50 段 48 石 48 邵 46 常 46 康 44 武 44
贺 42 乔 42 赖 12 邱 20 方 36 夏 34 谭 22 潘 30 蒋 30 余 30 叶 26 龚 18 万 24 钱 22 汤 20 尹 26 黎 10 易 12 牛 40
申 34 岳 32 翟 30 靳 28 职 8 冀 8 璩 4 禹 8 楚 8 蔡 40 沈 26 邢 30 闫 40 耿 30 焦 28 裴 20 柴 20 齐 22 樊 20 付 30
介 4 原 12 欧阳 8 上官 6 司马 5 皇甫 4 单 8 尚 16 屈 10 路 20
"""


class Cohort(NamedTuple):
    """How boys and girls were named: single characters, and first and second ones of a pair."""

    single: str
    first: str
    second: str


#: First year of birth → boys, girls.
COHORTS = {
    1930: (
        Cohort("", "德永金长世文广明振福", "才林山厚顺祥田义贵生"),
        Cohort("", "秀桂玉兰凤淑素翠月金", "英兰珍荣芝芳琴娥莲花"),
    ),
    1955: (
        Cohort("平民林", "建国志永保新文海春红", "军民华平林生明峰安成"),
        Cohort("萍红敏玲霞", "秀玉桂淑凤爱丽春红素", "英兰珍芳梅荣玲霞琴华"),
    ),
    1970: (
        Cohort("伟涛辉斌杰峰波军磊", "建志海晓永俊少新文红", "伟涛峰辉斌杰锋波民超"),
        Cohort("丽敏静红艳霞娟慧莉萍", "丽红艳晓海秀淑春玉雪", "霞萍娟敏红燕丽玲梅英"),
    ),
    1982: (
        Cohort("磊超浩飞杰涛亮帅博阳", "晓志文俊海明亚振少世", "飞杰超磊伟亮波辉阳宾"),
        Cohort("娜静丹婷倩敏颖洁瑞琳", "晓丽文亚雅海梦艳玉慧", "娜静婷敏洁霞丹君培莹"),
    ),
    1992: (
        Cohort("浩航博洋鑫昊晨旭", "浩宇俊嘉泽博明天世子", "然轩豪宇辰阳杰涛航翔"),
        Cohort("婷雪悦晴萌欣璐蕊", "雨梦思欣佳雅诗怡晓若", "涵婷琪怡瑶雪洁萱彤莹"),
    ),
}
#: Now and then a name that no table of surnames and fashions knows, to see that nothing trips over it.
UNUSUAL = {
    "男": ("马哈三·伊布拉", "买尔旦·艾山", "宋喆", "赵堃", "李犇", "白奇卉"),
    "女": ("古丽娜尔·艾力", "买热丹·吐尔逊", "海米乃", "崔懿霖", "王翯", "张玥瑢"),
}
ONE_IN = 400  # names that are unusual

_NAMES, _WEIGHTS = SURNAMES.split()[::2], list(accumulate(map(int, SURNAMES.split()[1::2])))


def person_name(random: Random, sex: str, born: int) -> str:
    """A full name for somebody of ``sex`` 男 or 女, born in the year ``born``."""
    if random.randrange(ONE_IN) == 0:
        return random.choice(UNUSUAL[sex])
    (surname,) = random.choices(_NAMES, cum_weights=_WEIGHTS)
    return surname + _given(random, _cohort(sex, born))


def _cohort(sex: str, born: int) -> Cohort:
    boys, girls = COHORTS[max(year for year in COHORTS if year <= born or year == min(COHORTS))]
    return boys if sex == "男" else girls


def _given(random: Random, cohort: Cohort) -> str:
    if cohort.single and random.random() < 0.22:
        return random.choice(cohort.single)
    return random.choice(cohort.first) + random.choice(cohort.second)
