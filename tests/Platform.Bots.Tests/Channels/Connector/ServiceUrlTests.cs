using System.Net;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using Platform.Bots.Channels.Connector;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Channels.Connector;

public sealed class ServiceUrlTests
{
    [Theory]
    [InlineData("Production", "https://smba.trafficmanager.net/amer/", true, true)]
    [InlineData("Production", "https://smba.trafficmanager.net/amer/", false, false)]
    [InlineData("Production", "http://smba.trafficmanager.net/amer/", true, false)]
    [InlineData("Production", "http://127.0.0.1:5000", true, false)]
    [InlineData("Development", "http://127.0.0.1:5000", false, true)]
    [InlineData("Development", "http://localhost:5000/_connector", false, true)]
    [InlineData("Development", "http://10.0.0.1", false, false)]
    [InlineData("Production", "http://inside:8080/bot/v1", false, true)]
    [InlineData("Production", "http://inside:8080/bots", false, false)]
    [InlineData("Production", "http://inside:8081/bot", false, false)]
    [InlineData("Production", "http://inside.evil.example:8080/bot", false, false)]
    [InlineData("Production", "https://a@smba.trafficmanager.net", true, false)]
    [InlineData("Production", "https://smba.trafficmanager.net/?x=", true, false)]
    [InlineData("Production", "ftp://smba.trafficmanager.net/", true, false)]
    [InlineData("Production", null, true, false)]
    public void Only_who_is_vouched_for_or_allowed_is_called(string environment, string? url, bool vouched, bool callable)
    {
        var options = new ConnectorOptions();
        options.AllowedServiceUrls.Add("http://inside:8080/bot");

        (new ServiceUrls(Options.Create(options), new HostingEnvironment { EnvironmentName = environment }).Callable(url, vouched) is not null).ShouldBe(callable);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("52.112.0.1", true)]
    [InlineData("2603:1000::1", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.9.9.9", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    public void Internal_addresses_are_known(string address, bool isPublic) => PublicAddresses.Contain(IPAddress.Parse(address)).ShouldBe(isPublic);

    [Theory]
    [InlineData("Connector:MetadataUrl", "http://login.example/metadata")]
    [InlineData("Connector:AllowedServiceUrls:0", "inside")]
    [InlineData("Connector:TeamsTenantRate", "many")]
    [InlineData("Connector:AppType", "SingleTenant")]
    public void A_setting_that_cannot_be_meant_is_refused_with_its_name(string key, string value)
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager { [key] = value };
        var options = new ConnectorOptions();
        Microsoft.Extensions.Configuration.ConfigurationBinder.Bind(configuration.GetSection("Connector"), options);

        var result = new ConnectorOptionsRules().Validate(null, options);

        result.Failed.ShouldBeTrue();
        result.FailureMessage.ShouldContain(value);
    }
}
