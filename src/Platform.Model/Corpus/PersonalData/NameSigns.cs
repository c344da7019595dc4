using System.Buffers;

namespace Platform.Model.Corpus.PersonalData;

/// <summary>Of which signs Chinese names are made. Written down by hand from common knowledge, not from any list of persons.</summary>
internal static class NameSigns
{
    private static readonly string[] Compound = ["欧阳", "司马", "上官", "诸葛", "司徒", "东方", "独孤", "南宫", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "长孙", "宇文", "令狐", "端木", "闻人", "轩辕", "西门"];

    private static readonly SearchValues<char> Families = SearchValues.Create(
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎闫薛尹段雷龙黎史陶贺毛郝顾龚邵万覃武钱严赖洪莫孔汤向常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝");

    /// <summary>Signs that are usual in given names.</summary>
    public static SearchValues<char> Given { get; } = SearchValues.Create(
        "巧凡楚亭棋弘彬斐旋畅渺滢璟祎筱箐纹翰苒茵荔莘荻菁菀蔚薰蕙襄誉谦赫跃远逸邦郁钰钊铎镇闻阅韬馨驹骁伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华玉珍凤洁梅琳素云莲真环雪荣爱妹香月莺媛瑞佳嘉琼勤贞莉晨晓雨欣怡子涵梓轩浩然宇航博文思志建国淑贤若曦俊豪红春燕玲萍鹏飞波斌辉鑫龙海峰林森山川江河湖阳光亮东南西北中新民生福贵财宝金银铜铁铭钧钢锋锐铮天地风雷电雄威武力健康宁安泰和顺祥吉庆喜乐欢悦愉慧智聪颖灵秋冬夏彤彩虹霓裳蓉萱薇芬芝芹荷菊莹璐瑶琪琦珊珂瑾瑜璇玥珠琴书画诗词韵雅婷婉娴妍姝姣嫣婧娅媚倩茜岚峻岩岗嵩恒永久长兴旺盛昌茂隆达通进步腾翔鸿鹤鹰麟虎豹骏骥驰少小大伯仲叔季世代家兆先宗耀祖德仁义礼信忠孝廉耻良善美才学成功立业树勋奇伦群众友朋宾能彦哲睿渊理知行正直公毅诚实坚卓越凯胜利胤禹舜尧景昊旭昕晟晗晴暄曜曼柏松柳桐楠樟槿榕枫桦梦星辰宸乔可心如意一二三四五六七八九十依伊亦奕怀念恩惠慈悲恕翠碧青蓝紫丹朱赤炎炳焕灿烨煜炜照熙源泽润清澄沛淼洪溪汐沁沐渝淇津湘汉沪济宏广阔宽厚朝暮昭启承继绍延传祺祯禄寿禧维纲绪纪编经纬丝绮绣绢缨纯冰霜露霏霖雯霁雁莎娇妮妞囡玫瑰蕾蕊蓓芷菲葵芸苗苏茹蔓藜藤萌桃李杏梨樱橙柚柠檬果粒米麦禾谷稻田园圃囿甜圆满方语栋卫诺墨程柱保皓谊菱瑛瑗珺珏玮琬瑄璋琮琰琨珩璨统堂栩桢梧棠楷榆泉泓泳洛洲浚淞渲滔潇澜濠炯焱煊熠爽牧献玄甫登皎盈盼睦矜砚硕磐秉科稷穆笑笛筠籽练缘羽翊翎耘肃臻艺芮芯苇茗荃菡萃葆蒂薪藻衡裕言谨谱豫贝赐辅运迪逊逢遥邈醒野量钦铃锦键镜陌隽集霄靓靖革鞠韧颂颐馥骞鲲鸣鸽麒默鼎龄土根木火娣娥妙姗婵婕媱嫦孜孟守宪富寅尔尚展崇嵘巍帅帆庚廷弟彪役征律忆惜愿战扬振捷接提援敬斯昀易昱映晖晚晏晶朗望权极构校桥楹模款殿沙治泊涓淳深港游漫潮澍灏炽烁热爰物率玖玟班瑚甲甸申界留略畴疆百益盟石砥社祈秦穗章童竹第筝策管箫类粟级细绿置羲联肖育臣舒色花苍茶草莞获营葛蓄薄虞蝶融衍裴解访评诸谋象货贯贺赟赢趣车轶载轮辛近连迅述追送透速造遇邵郡郭针钟铸锁锡锻镐门闯闽队阵附陆陈隐零音页顶领额骄骢验魁鲁鲤麓");

    /// <returns>Length of the family name that begins here, 0 for none.</returns>
    public static int Family(ReadOnlySpan<char> text)
    {
        foreach (var name in Compound)
            if (text.StartsWith(name, StringComparison.Ordinal))
                return name.Length;
        return text.Length > 0 && Families.Contains(text[0]) ? 1 : 0;
    }

    public static bool IsGiven(ReadOnlySpan<char> signs) => signs.Length > 0 && signs.IndexOfAnyExcept(Given) < 0;
}
