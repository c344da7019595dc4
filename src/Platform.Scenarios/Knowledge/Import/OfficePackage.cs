using System.IO.Compression;
using System.Xml;

namespace Platform.Scenarios.Knowledge.Import;

/// <summary>Looks through a DOCX or XLSX file before anything opens it: unpacked size, compression, number of parts, XML without DTD and not nested without end.</summary>
internal static class OfficePackage
{
    private const long FreeOfRatio = 1_000_000;
    private const int DeepestXml = 200;

    /// <exception cref="ImportFileException">It is no such package, or one that may not be opened.</exception>
    public static void Check(byte[] content, KnowledgeOptions limits, CancellationToken cancellationToken)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
            if (zip.Entries.Count > limits.MostParts)
                throw Unsafe($"其中有 {zip.Entries.Count} 个部分，最多打开 {limits.MostParts} 个", $"it has {zip.Entries.Count} parts, at most {limits.MostParts} are opened");

            var declared = zip.Entries.Sum(part => part.Length);
            if (declared > limits.MostUnpackedBytes)
                throw Unsafe($"自称展开后有 {declared} 字节，最多 {limits.MostUnpackedBytes} 字节", $"it says it unpacks to {declared} bytes, at most {limits.MostUnpackedBytes} are opened");

            long unpacked = 0;
            foreach (var part in zip.Entries)
                unpacked += CheckPart(part, limits.MostUnpackedBytes - unpacked, limits, cancellationToken);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            throw new ImportFileException(FileProblem.Damaged, "it is not a whole ZIP package", failure) { Chinese = "不是完整的压缩包" };
        }
        catch (XmlException failure)
        {
            throw new ImportFileException(FileProblem.Unsafe, $"one of its parts is not well-formed XML or holds a DTD (line {failure.LineNumber})", failure) { Chinese = $"其中有一部分不是规范的 XML，或含有 DTD（第 {failure.LineNumber} 行）" };
        }
    }

    private static long CheckPart(ZipArchiveEntry part, long left, KnowledgeOptions limits, CancellationToken cancellationToken)
    {
        using var counted = new CountingStream(part.Open(), read =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (read > left)
                throw Unsafe($"展开后超过 {limits.MostUnpackedBytes} 字节，与自称的不符", $"it unpacks to more than {limits.MostUnpackedBytes} bytes, whatever it says of itself");
            if (read > FreeOfRatio && read > part.CompressedLength * limits.MostCompression)
                throw Unsafe($"其中有一部分展开后超过压缩大小的 {limits.MostCompression} 倍", $"one of its parts unpacks to more than {limits.MostCompression} times its packed size");
        });
        if (IsXml(part.FullName))
            CheckXml(counted);
        counted.CopyTo(Stream.Null);
        return counted.Read64;
    }

    private static bool IsXml(string name) => name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase);

    private static void CheckXml(Stream part)
    {
        using var reader = XmlReader.Create(part, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = false });
        while (reader.Read())
            if (reader.Depth > DeepestXml)
                throw Unsafe($"其中有一部分嵌套超过 {DeepestXml} 层", $"one of its parts is nested deeper than {DeepestXml} elements");
    }

    private static ImportFileException Unsafe(string chinese, string why) => new(FileProblem.Unsafe, why) { Chinese = chinese };

    private sealed class CountingStream(Stream inner, Action<long> check) : Stream
    {
        public long Read64 { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Read64; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Count(inner.Read(buffer));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }

        private int Count(int read)
        {
            Read64 += read;
            check(Read64);
            return read;
        }
    }
}
