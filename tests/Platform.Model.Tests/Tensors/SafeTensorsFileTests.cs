using System.Text;
using Platform.Model.Tensors;
using Platform.Testing;
using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace Platform.Model.Tests.Tensors;

public sealed class SafeTensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "x.safetensors");

    [Fact]
    public void A_file_written_by_hand_after_the_formats_description_is_read()
    {
        Write("""{"__metadata__":{"format":"pt"},"b":{"dtype":"BF16","shape":[2],"data_offsets":[4,8]},"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}""", [0, 0, 0xC0, 0x3F, 0x40, 0x40, 0x80, 0xBF]);

        var file = SafeTensorsFile.Open(File);
        using var scope = NewDisposeScope();

        file.Metadata["format"].ShouldBe("pt");
        file.Read("a", CPU, ScalarType.Float32).data<float>().ToArray().ShouldBe([1.5f]);
        file.Read("b", CPU, ScalarType.Float32).data<float>().ToArray().ShouldBe([3, -1]);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "takes 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "without gap or overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "without gap or overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "cut off")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "cut off or damaged")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,4]}}""", 4, "takes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}}""", 4, "data_offsets are 8 and 4")]
    [InlineData("""{"a":{"dtype":"Q4","shape":[1],"data_offsets":[0,4]}}""", 4, "'Q4', which is not known")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "not valid JSON")]
    [InlineData("""{"a":7}""", 0, "needs dtype, shape")]
    [InlineData("[]", 0, "does not begin with '{'")]
    public void A_header_that_breaks_a_rule_is_refused(string header, int bytes, string named)
    {
        Write(header, new byte[bytes]);

        Should.Throw<InvalidDataException>(() => SafeTensorsFile.Open(File)).Message.ShouldContain(named);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 }, "too few")]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0, 0, 0, (byte)'{', (byte)'}' }, "its header is said to take 4294967296 bytes")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, (byte)'{', (byte)'}' }, "its header is said to take")]
    public void A_file_that_is_none_is_refused(byte[] content, string named)
    {
        System.IO.File.WriteAllBytes(File, content);

        Should.Throw<InvalidDataException>(() => SafeTensorsFile.Open(File)).Message.ShouldContain(named);
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        System.IO.File.WriteAllBytes(File, [.. BitConverter.GetBytes((long)text.Length), .. text, .. data]);
    }
}
