using System.IO.Compression;
using System.Text;

namespace Platform.Bots.Tests.BadInput;

/// <summary>Makes files that no honest office program writes, the same ones for the same seed: bombs, broken packages, hostile XML and names.</summary>
internal sealed class BadFiles(int seed)
{
    private const string Types = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/MAIN" ContentType="application/vnd.openxmlformats-officedocument.KIND+xml"/></Types>""";
    private const string Relations = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="MAIN"/></Relationships>""";
    private const string SheetRelations = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""";
    private const string Workbook = """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>""";
    private static readonly string[] Endings = [".docx", ".xlsx", ".csv", ".jsonl", ".md", ".html", ".txt", ".zh.md", ".exe", ""];
    private static readonly string[] Names = ["../../etc/passwd", "..\\..\\x", "a\0b", "\u202Efdp", "CON", BadRequests.Script, "a\"b", " ", "", "中文", new string('n', 3000), "\ud800"];
    private static readonly string[] Cells = ["=cmd|' /C calc'!A0", "+1", "@SUM(1)", BadRequests.Script, "\u0001\u0002", "1e999", "", new string('长', 40_000), "2026-13-45", "javascript:alert(4711)"];
    private readonly Random _dice = new(seed);

    public (string Name, byte[] Content) Next()
    {
        var ending = Pick(Endings);
        var content = ending switch
        {
            ".docx" => Package("wordprocessingml.document.main", "word/document.xml", Word()),
            ".xlsx" => Package("spreadsheetml.sheet.main", "xl/workbook.xml", Workbook, ("xl/_rels/workbook.xml.rels", SheetRelations), ("xl/worksheets/sheet1.xml", Sheet())),
            ".jsonl" => Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 20).Select(_ => Line()))),
            ".csv" => Encoding.UTF8.GetBytes($"id,question,answer,{Pick(Cells)}\n{string.Join('\n', Enumerable.Range(0, 20).Select(_ => $"{Pick(Cells)},\"{Pick(Cells)},{Pick(Cells)}"))}"),
            _ => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Pick(["<div>", "> ", "# ", "<script>alert(4711)</script>", "[a](javascript:alert(1)) ", "&lt;", "|a|b|\n|-|-|\n", "<!--", "\r\r\n"]), _dice.Next(1, 20_000)))),
        };
        return (Pick(Names) + ending, _dice.Next(3) == 0 ? Damaged(content) : content);
    }

    private byte[] Package(string kind, string main, string body, params (string Name, string Body)[] more)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "[Content_Types].xml", Types.Replace("MAIN", main, StringComparison.Ordinal).Replace("KIND", kind, StringComparison.Ordinal));
            Add(zip, "_rels/.rels", Relations.Replace("MAIN", main, StringComparison.Ordinal));
            Add(zip, main, body);
            foreach (var (name, content) in more)
                Add(zip, name, content);
            AddWorse(zip, main);
        }

        return stream.ToArray();
    }

    private void AddWorse(ZipArchive zip, string main)
    {
        switch (_dice.Next(8))
        {
            case 0: // a bomb
                using (var part = zip.CreateEntry(Pick(["word/media/a.bin", "xl/sharedStrings.xml", "docProps/app.xml", main]), CompressionLevel.Fastest).Open())
                    for (var megabytes = _dice.Next(2, 40); megabytes > 0; megabytes--)
                        part.Write(new byte[1_000_000]);
                break;
            case 1: // a crowd
                for (var n = _dice.Next(100, 3000); n > 0; n--)
                    zip.CreateEntry($"p{n}.bin");
                break;
            case 2: // the same part twice, and parts outside
                Add(zip, main, "<a/>");
                Add(zip, "../../../tmp/outside.xml", "<a/>");
                Add(zip, "/absolute.xml", "<a/>");
                break;
            default:
                break;
        }
    }

    private string Word() => _dice.Next(6) switch
    {
        0 => """<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>&y;</w:body></w:document>""",
        1 => Document(string.Concat(Enumerable.Repeat("<w:p>", 5000))),
        2 => "not xml at all",
        3 => Document($"<w:p><w:pPr><w:pStyle w:val=\"{new string('s', 5000)}\"/></w:pPr><w:r><w:t>\ufffe&#xD800;&#0;</w:t></w:r></w:p>"),
        4 => Document("<w:p><w:r><w:t>" + new string('字', 200_000) + "</w:t></w:r></w:p>"),
        _ => Document($"<w:p><w:r><w:t>{BadRequests.Script.Replace("<", "&lt;", StringComparison.Ordinal)}</w:t></w:r></w:p>"),
    };

    private static string Document(string body) => $"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>";

    private string Sheet()
    {
        var rows = new StringBuilder("""<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c t="inlineStr"><is><t>question</t></is></c><c t="inlineStr"><is><t>answer</t></is></c></row>""");
        for (var row = 2; row < 12; row++)
            rows.Append(_dice.Next(5) switch
            {
                0 => """<row r="1048577"><c r="XFE1048577" t="s"><v>99999999999</v></c></row>""",
                1 => """<row r="-1"><c r="!!" t="nonsense"><v>x</v></c><c/></row>""",
                2 => """<row><c t="s"><v>-5</v></c><c t="d"><v>never</v></c></row>""",
                3 => """<row><c><f>HYPERLINK("http://evil.example")</f><v>1</v></c></row>""",
                _ => $"<row><c t=\"inlineStr\"><is><t>{System.Security.SecurityElement.Escape(Pick(Cells))?.Replace("\u0001\u0002", "", StringComparison.Ordinal)}</t></is></c></row>",
            });
        return rows.Append("</sheetData></worksheet>").ToString();
    }

    private string Line() => _dice.Next(6) switch
    {
        0 => "{broken",
        1 => "null",
        2 => """{"question":["a"],"answer":{"b":1}}""",
        3 => """{"question":"\ud800","answer":"x"}""",
        4 => string.Concat(Enumerable.Repeat("[", 2000)),
        _ => $"{{\"id\":\"{_dice.Next(5)}\",\"question\":\"q{_dice.Next(100_000)}\",\"answer\":\"{BadRequests.Script}\"}}",
    };

    /// <summary>Cut short, or with some bytes turned.</summary>
    private byte[] Damaged(byte[] content)
    {
        if (content.Length == 0 || _dice.Next(3) == 0)
            return content[..(content.Length / 2)];
        for (var n = _dice.Next(1, 30); n > 0; n--)
            content[_dice.Next(content.Length)] = (byte)_dice.Next(256);
        return content;
    }

    private static void Add(ZipArchive zip, string name, string body)
    {
        using var part = zip.CreateEntry(name).Open();
        part.Write(Encoding.UTF8.GetBytes(body));
    }

    private T Pick<T>(T[] from) => from[_dice.Next(from.Length)];
}
