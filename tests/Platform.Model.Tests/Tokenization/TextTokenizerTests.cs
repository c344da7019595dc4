using Platform.Model.Tokenization;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Tokenization;

public sealed class TextTokenizerTests
{
    [Fact]
    public void Merges_are_made_in_their_order_within_the_words_of_the_pattern()
    {
        using var folder = new TemporaryFolder();
        TinyTokenizer.WriteQwen(folder.Path);
        var tokenizer = TextTokenizer.Read(folder.Path);

        var ids = tokenizer.Encode("Hello world, 你好");

        ids.Select(tokenizer.TokenOf).ShouldBe(["Hello", "Ġworld", ",", "Ġ", "ä½ł", "å¥½"]);
        tokenizer.Decode(ids).ShouldBe("Hello world, 你好");
    }

    [Fact]
    public void Special_tokens_in_a_text_are_only_text_unless_they_are_asked_for()
    {
        using var folder = new TemporaryFolder();
        TinyTokenizer.WriteQwen(folder.Path);
        var tokenizer = TextTokenizer.Read(folder.Path);
        var mark = tokenizer.IdOf("<|im_end|>").ShouldNotBeNull();

        tokenizer.Encode("a<|im_end|>", parseSpecial: true).ShouldContain(mark);
        tokenizer.Encode("a<|im_end|>").ShouldNotContain(mark);
        tokenizer.EndTokens.ShouldBe([mark]);
        tokenizer.Bytes(mark).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_sentencepiece_type_vocabulary_marks_spaces_and_falls_back_to_bytes()
    {
        using var folder = new TemporaryFolder();
        TinyTokenizer.WriteLlama2(folder.Path);
        var tokenizer = TextTokenizer.Read(folder.Path);

        var ids = tokenizer.Encode("hello  world 世", addSpecial: true);

        ids.Select(tokenizer.TokenOf).ShouldBe(["<s>", "▁hello", "▁", "▁world", "▁", "<0xE4>", "<0xB8>", "<0x96>"]);
        tokenizer.Decode(ids).ShouldBe("hello  world 世");
    }

    [Fact]
    public void A_streaming_decoder_gives_out_whole_characters_only()
    {
        using var folder = new TemporaryFolder();
        TinyTokenizer.WriteLlama2(folder.Path);
        var tokenizer = TextTokenizer.Read(folder.Path);
        var decoder = new TextDecoder(tokenizer);

        var parts = tokenizer.Encode("hello 世界", addSpecial: true).Select(decoder.Add).ToList();

        parts.ShouldBe(["", "hello", " ", "", "", "世", "", "", "界"]);
        decoder.Finish().ShouldBe("");
    }
}
