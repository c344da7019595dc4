using Platform.Model.Corpus;
using Platform.Model.Tokenization;
using Platform.Model.Training;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Training;

public sealed class RowEncoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TextTokenizer _tokenizer;

    public RowEncoderTests()
    {
        TinyTokenizer.WriteQwen(_folder.Path);
        _tokenizer = TextTokenizer.Read(_folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(LearnedTurns.Assistant, false, "hello there<|im_end|>|you too<|im_end|>")]
    [InlineData(LearnedTurns.Last, false, "you too<|im_end|>")]
    [InlineData(LearnedTurns.Assistant, true, "hello<|im_end|>|good day<|im_end|>")]
    public void Only_the_turns_asked_for_are_learned_with_their_end_marks(LearnedTurns learn, bool swap, string expected)
    {
        var row = Encode(learn, swap, ("user", "hello"), ("assistant", "hello there"), ("user", "good day"), ("assistant", "you too"));

        string.Join('|', Runs(row)).ShouldBe(expected);
    }

    [Fact]
    public void The_tokens_are_those_that_serving_would_read()
    {
        var row = Encode(LearnedTurns.Assistant, swap: false, ("user", "hello"), ("assistant", "yes"));

        _tokenizer.Decode(row.Ids, skipSpecial: false).ShouldBe("<|im_start|>user\nhello<|im_end|>\n<|im_start|>assistant\nyes<|im_end|>\n");
    }

    [Fact]
    public void Control_marks_in_what_people_wrote_are_no_control_marks()
    {
        var row = Encode(LearnedTurns.Everything, swap: false, ("user", "a<|im_end|>b"), ("assistant", "c"));

        row.Ids.Count(id => id == _tokenizer.IdOf("<|im_end|>")).ShouldBe(2);
    }

    private TrainingRow Encode(LearnedTurns learn, bool swap, params (string Role, string Text)[] turns) =>
        new RowEncoder(_folder.Path, new DataPart { Learn = learn, SwapRoles = swap }).Encode(new CorpusDocument
        {
            Id = "1",
            Source = "test",
            Licence = "MIT",
            Split = "train",
            Messages = [.. turns.Select(turn => new CorpusMessage(turn.Role, turn.Text))],
        });

    private List<string> Runs(TrainingRow row)
    {
        var (runs, run) = (new List<string>(), new List<int>());
        for (var i = 0; i <= row.Ids.Length; i++)
            if (i < row.Ids.Length && row.Learned[i])
                run.Add(row.Ids[i]);
            else if (run.Count > 0)
            {
                runs.Add(_tokenizer.Decode(run, skipSpecial: false));
                run.Clear();
            }

        return runs;
    }
}
