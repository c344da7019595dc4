using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Platform.Model.Tokenization;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Tokenization;

public sealed class TokenizerExactnessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Byte_level_ids_are_those_of_the_definition()
    {
        TinyTokenizer.WriteQwen(_folder.Path);
        var (tokenizer, naive, texts) = (TextTokenizer.Read(_folder.Path), new NaiveBytePairs(_folder.Path), new RandomTexts(1));

        for (var at = 0; at < 3000; at++)
            if (texts.Next() is var text && !text.Contains("<think>", StringComparison.Ordinal))
                tokenizer.Encode(text).ShouldBe(naive.EncodeBytes(text), text);
    }

    [Fact]
    public void Sentencepiece_type_ids_are_those_of_the_definition()
    {
        TinyTokenizer.WriteLlama2(_folder.Path);
        var (tokenizer, naive, texts) = (TextTokenizer.Read(_folder.Path), new NaiveBytePairs(_folder.Path), new RandomTexts(2));

        for (var at = 0; at < 3000; at++)
        {
            var text = texts.Next();
            tokenizer.Encode(text).ShouldBe(naive.EncodePieces(text), text);
            tokenizer.Decode(tokenizer.Encode(text)).ShouldBe(text.Replace('▁', ' '));
        }
    }

    [Fact]
    public void What_a_byte_level_tokenizer_encodes_it_decodes_whole_and_piece_by_piece()
    {
        TinyTokenizer.WriteLlama3(_folder.Path);
        var (tokenizer, texts) = (TextTokenizer.Read(_folder.Path), new RandomTexts(3));

        for (var at = 0; at < 3000; at++)
        {
            var text = texts.Next();
            var ids = tokenizer.Encode(text, addSpecial: true);
            tokenizer.Decode(ids).ShouldBe(text);
            var decoder = new TextDecoder(tokenizer);
            (string.Concat(ids.Select(decoder.Add)) + decoder.Finish()).ShouldBe(text);
            Encoding.UTF8.GetString([.. ids.SelectMany(id => tokenizer.Bytes(id).ToArray())]).ShouldBe(text);
        }
    }

    [Fact]
    public void Random_ids_never_throw_and_stream_to_what_they_decode_to()
    {
        TinyTokenizer.WriteQwen(_folder.Path);
        var tokenizer = TextTokenizer.Read(_folder.Path);
        var random = new Random(4);
        for (var at = 0; at < 1000; at++)
        {
            var ids = Enumerable.Range(0, 20).Select(_ => random.Next(-2, tokenizer.VocabularySize + 5)).ToList();
            var decoder = new TextDecoder(tokenizer);

            (string.Concat(ids.Select(decoder.Add)) + decoder.Finish()).ShouldBe(tokenizer.Decode(ids));
        }
    }

    [Fact]
    public void Halves_of_surrogate_pairs_count_as_replacement_characters()
    {
        TinyTokenizer.WriteQwen(_folder.Path);
        var tokenizer = TextTokenizer.Read(_folder.Path);

        tokenizer.Encode("a\ud83d b").ShouldBe(tokenizer.Encode("a\ufffd b"));
    }

    [Theory]
    [InlineData('a')]
    [InlineData(' ')]
    [InlineData('\n')]
    [InlineData('世')]
    public void A_long_run_of_one_character_takes_no_more_than_its_length_asks_for(char letter)
    {
        foreach (var write in new Func<string, int>[] { TinyTokenizer.WriteQwen, TinyTokenizer.WriteLlama2 })
        {
            using var folder = new TemporaryFolder();
            write(folder.Path);
            var tokenizer = TextTokenizer.Read(folder.Path);
            var text = new string(letter, 300_000);
            var watch = Stopwatch.StartNew();

            tokenizer.Decode(tokenizer.Encode(text)).ShouldBe(text);

            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(3)); // half a second on an idle machine; quadratic it would be hours
        }
    }

    [Fact]
    public void Added_tokens_take_blanks_and_stand_alone_as_they_are_told()
    {
        TinyTokenizer.WriteQwen(_folder.Path);
        Change("tokenizer.json", json =>
        {
            var added = json["added_tokens"]!.AsArray();
            added.Add(Token(400, "<l>", left: true));
            added.Add(Token(401, "<r>", right: true));
            added.Add(Token(402, "word", single: true));
        });
        var tokenizer = TextTokenizer.Read(_folder.Path);

        Written(tokenizer, "a  <l> b").ShouldBe(["a", "<l>", "Ġ", "b"]);
        Written(tokenizer, "a <r>  b").ShouldBe(["a", "Ġ", "<r>", "b"]);
        Written(tokenizer, "a word!").ShouldBe(["a", "Ġ", "word", "!"]);
        Written(tokenizer, "swords").ShouldNotContain("word", StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(null, "there is no tokenizer.json")]
    [InlineData("{", "not valid JSON")]
    [InlineData("[]", "no model")]
    [InlineData("""{"model":{"type":"Unigram","vocab":{},"merges":[]}}""", "Unigram")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}}""", "Merge 0")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0,"b":0},"merges":[]}}""", "both have id 0")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":99999999999},"merges":[]}}""", "99999999999")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":-1},"merges":[]}}""", "-1")]
    [InlineData("""{"model":{"type":"BPE","vocab":{},"merges":[]}}""", "empty")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[3]}}""", "Merge 0")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[],"unk_token":"x"}}""", "unk_token")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[]},"normalizer":{"type":"Precompiled"}}""", "Precompiled")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[]},"pre_tokenizer":{"type":"Split","pattern":{"Regex":"(?<=a)b"},"behavior":"Isolated"}}""", "not supported")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"\ud800":0},"merges":[]}}""", "not valid Unicode")]
    public void A_broken_tokenizer_gives_one_clear_error(string? json, string words)
    {
        if (json is not null)
            File.WriteAllText(Path.Combine(_folder.Path, "tokenizer.json"), json);

        Should.Throw<TokenizerException>(() => TextTokenizer.Read(_folder.Path)).Message.ShouldContain(words, Case.Insensitive);
    }

    [Fact]
    public void Damaged_files_never_give_anything_but_that_error()
    {
        TinyTokenizer.WriteLlama2(_folder.Path);
        var path = Path.Combine(_folder.Path, "tokenizer.json");
        var whole = File.ReadAllBytes(path);
        var random = new Random(9);
        for (var at = 0; at < 400; at++)
        {
            var damaged = whole.ToArray();
            for (var count = random.Next(1, 6); count > 0; count--)
                damaged[random.Next(damaged.Length)] = (byte)"\"{}[],:0a9 \\-"[random.Next(13)];
            File.WriteAllBytes(path, random.Next(5) == 0 ? damaged[..random.Next(damaged.Length)] : damaged);
            try
            {
                TextTokenizer.Read(_folder.Path).Encode("hello 世界");
            }
            catch (TokenizerException)
            {
                // the one error that is allowed
            }
        }
    }

    [Theory]
    [InlineData(true, "<s>")]
    [InlineData(false, "▁")]
    [InlineData(null, "<s>")]
    public void The_first_token_follows_add_bos_token(bool? adds, string first)
    {
        TinyTokenizer.WriteLlama2(_folder.Path);
        Change("tokenizer_config.json", json =>
        {
            json.Remove("add_bos_token");
            if (adds is { } given)
                json["add_bos_token"] = given;
        });
        var tokenizer = TextTokenizer.Read(_folder.Path);

        tokenizer.TokenOf(tokenizer.Encode("x", addSpecial: true)[0]).ShouldBe(first);
    }

    private static List<string?> Written(TextTokenizer tokenizer, string text) => [.. tokenizer.Encode(text).Select(tokenizer.TokenOf)];

    private static JsonObject Token(int id, string content, bool left = false, bool right = false, bool single = false) =>
        new() { ["id"] = id, ["content"] = content, ["lstrip"] = left, ["rstrip"] = right, ["single_word"] = single, ["normalized"] = false, ["special"] = false };

    private void Change(string name, Action<JsonObject> change)
    {
        var path = Path.Combine(_folder.Path, name);
        var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(json);
        File.WriteAllText(path, json.ToJsonString());
    }
}
