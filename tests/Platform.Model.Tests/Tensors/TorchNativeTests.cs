using Platform.Model.Tensors;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Tensors;

public sealed class TorchNativeTests
{
    [Fact]
    public void The_demand_of_the_library_that_came_is_made_weak_and_nothing_else_is_touched()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The library is patched on Linux only.");
        var image = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
        var before = (byte[])image.Clone();

        ElfVersions.Weaken(image, "GLIBCXX_3.4.32").ShouldBeTrue();

        Enumerable.Range(0, image.Length).Count(i => image[i] != before[i]).ShouldBe(1);
        ElfVersions.Weaken(image, "GLIBCXX_9.9.99").ShouldBeFalse();
        ElfVersions.Weaken("no library at all"u8.ToArray(), "GLIBCXX_3.4.32").ShouldBeFalse();
    }

    [Theory]
    [InlineData("cuda:7")]
    [InlineData("cuda")]
    public void A_device_that_is_not_there_is_refused_with_the_way_out(string name)
    {
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "This machine has CUDA.");

        Should.Throw<DeviceException>(() => ComputeDevice.Parse(name)).Message.ShouldContain("-p:TorchBackend=cuda");
        ComputeDevice.Parse("auto").ShouldBe(ComputeDevice.Processor);
    }

    [Fact]
    public void Unknown_names_of_devices_and_number_types_are_refused()
    {
        Should.Throw<DeviceException>(() => ComputeDevice.Parse("gpu")).Message.ShouldContain("auto, cpu, cuda or cuda:N");
        Should.Throw<DeviceException>(() => ComputeDevice.Processor.NumberType("int3")).Message.ShouldContain("fp32");
    }
}
