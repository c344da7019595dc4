using Platform.Model.Corpus.Quality;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Corpus.Quality;

public sealed class QualityModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_learns_to_tell_two_kinds_of_text_and_is_the_same_from_its_file()
    {
        string[] good = ["居民委员会应当每年向居民会议报告工作。", "植物通过光合作用把光能变成化学能。", "这座城市建于十四世纪，曾是王国的都城。", "法律规定的义务必须履行。"];
        string[] bad = ["加微信免费领取，限时优惠，点击购买！！！", "首页 产品 新闻 联系我们 版权所有", "代开发票 招代理 包邮 特价 特价 特价", "点击下方链接立即领取红包 扫码关注"];
        var model = QualityModel.Train([.. good.Select(text => (text, true)), .. bad.Select(text => (text, false))], epochs: 20);
        var path = Path.Combine(_folder, "quality.bin");

        model.Write(path);
        var read = QualityModel.Read(path);

        read.Probability("义务和权利由法律规定，居民应当履行。").ShouldBeGreaterThan(0.5);
        read.Probability("扫码领取优惠 包邮 点击购买").ShouldBeLessThan(0.5);
        read.Probability(good[1]).ShouldBe(model.Probability(good[1]), tolerance: 0.01);
    }
}
