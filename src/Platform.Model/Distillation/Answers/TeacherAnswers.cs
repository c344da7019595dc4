using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Platform.Model.Corpus;
using Platform.Model.Recipes;
using Platform.Model.Routes;

namespace Platform.Model.Distillation.Answers;

/// <summary>Learning from a teacher of which only the answers are seen: prompts are put to the model behind a route, and what it answers becomes documents.</summary>
/// <remarks>
/// The folder keeps every answer (<c>calls.jsonl</c>), so that a run that was stopped or killed asks only what is missing. Every run writes anew what comes of
/// them: <c>train.jsonl</c> (corpus documents), <c>pairs.jsonl</c> (the best and the worst rated answer to a prompt, for preferences), <c>dropped.jsonl</c> and <c>card.json</c>.
/// </remarks>
public sealed partial class TeacherAnswers(IModelRoutes routes, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new(Json) { WriteIndented = true };

    /// <param name="variables">What <c>${NAME}</c> in the recipe stands for.</param>
    /// <param name="folder">Of the answers; may hold those of an earlier run.</param>
    /// <param name="tell">Hears of progress.</param>
    /// <exception cref="RecipeException">The recipe cannot be used.</exception>
    /// <exception cref="TeacherException">The teacher does not answer.</exception>
    public async Task<AnswerCounts> RunAsync(string recipe, IReadOnlyDictionary<string, string> variables, string folder, Action<string> tell, CancellationToken cancellationToken)
    {
        var read = Checked(RecipeFile.Read<AnswerRecipe>(recipe, variables));
        var prompts = TeacherPrompt.Read(read);
        if (prompts.Count == 0)
            throw new RecipeException("The files under prompts hold no prompt that can be asked: none of these sources that ends with a person, or none with consent.");
        var teacher = RouteOf(read.Skill, "skill");
        var judge = read.Judge is { } part ? RouteOf(part.Skill, "judge.skill") : null;
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "recipe.yaml"), RecipeFile.Write(read), cancellationToken);
        using var log = new CallLog(Path.Combine(folder, "calls.jsonl"));

        var asked = new ModelCalls(teacher, log, clock);
        var questions = prompts.SelectMany(prompt => Enumerable.Range(0, read.Samples).Select(sample => QuestionOf(read, prompt, sample))).ToList();
        await asked.AskAsync(questions, read.Concurrency, tell, cancellationToken);
        var answers = prompts.Zip(questions.Chunk(read.Samples), (prompt, own) => own.Select(question => asked.AnswerTo(question)).OfType<Call>().Select(call => new Answer(prompt, call)).ToList()).SelectMany(all => all).ToList();
        Sort(read, answers);
        var failed = asked.Failed;
        if (judge is not null)
        {
            var rated = new ModelCalls(judge, log, clock);
            var kept = answers.Where(answer => answer.Dropped is null).ToList();
            await rated.AskAsync([.. kept.Select(answer => QuestionOf(read.Judge!, answer))], read.Concurrency, tell, cancellationToken);
            foreach (var answer in kept)
                Rate(answer, rated.AnswerTo(QuestionOf(read.Judge!, answer)), read.Judge!);
            failed += rated.Failed;
        }

        return Write(read, folder, prompts.Count, failed, answers, log);
    }

    private static AnswerRecipe Checked(AnswerRecipe recipe)
    {
        if (recipe.Name.Length == 0 || recipe.Licence.Length == 0 || recipe.Prompts.Count == 0)
            throw new RecipeException("A recipe for answers needs name, licence (under which the answers may be used) and prompts (files of JSON lines).");
        if (recipe.Samples < 1 || recipe.MaxTokens < 1)
            throw new RecipeException($"samples is {recipe.Samples} and maxTokens {recipe.MaxTokens}; both must be at least 1.");
        if (recipe.Judge is { Least: < 1 or > 5 })
            throw new RecipeException($"judge.least is {recipe.Judge.Least}; ratings go from 1 to 5.");
        return recipe;
    }

    private RoutedModel RouteOf(string skill, string key) => routes.TryRoute(skill, out var model)
        ? model
        : throw new RecipeException($"{key} is '{skill}', which has no route to a model. Set one, for example with --Models:Routes:{(skill.Length == 0 ? "teacher" : skill)}:Endpoint http://127.0.0.1:8000/v1 and …:Model NAME; see docs/configuration.md.");

    private static Question QuestionOf(AnswerRecipe recipe, TeacherPrompt prompt, int sample) => new(
        prompt.Id, sample, recipe.System is { } system ? [new("system", system), .. prompt.Messages] : prompt.Messages,
        new ChatOptions { Temperature = (float)recipe.Temperature, TopP = (float)recipe.TopP, MaxOutputTokens = recipe.MaxTokens });

    private static Question QuestionOf(JudgePart judge, Answer answer) => new(
        answer.Prompt.Id, answer.Call.Sample,
        [new("system", judge.Question), new("user", JsonSerializer.Serialize(new { dialogue = answer.Prompt.Messages, answer = answer.Text }, Json))],
        new ChatOptions { Temperature = 0, TopP = 1, MaxOutputTokens = 8 });

    /// <summary>Drops what is no good by itself, and what is said twice to one prompt.</summary>
    private static void Sort(AnswerRecipe recipe, IEnumerable<Answer> answers)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var answer in answers)
            answer.Dropped = answer.Call.Finish == ChatFinishReason.Length.Value ? "cut short by maxTokens"
                : answer.Text.Length < recipe.Keep.Shortest ? $"shorter than {recipe.Keep.Shortest}"
                : answer.Text.Length > recipe.Keep.Longest ? $"longer than {recipe.Keep.Longest}"
                : recipe.Keep.Without.Find(word => answer.Text.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } word ? $"holds '{word}'"
                : !seen.Add((answer.Prompt.Id, answer.Text)) ? "said before"
                : null;
    }

    private static void Rate(Answer answer, Call? judgement, JudgePart judge)
    {
        answer.Rating = judgement is not null && Rating().Match(judgement.Text) is { Success: true } found ? int.Parse(found.Value, CultureInfo.InvariantCulture) : null;
        answer.Dropped = judgement is null ? "not rated yet" : answer.Rating is not { } rating ? "the judge gave no rating" : rating < judge.Least ? $"rated below {judge.Least}" : null;
    }

    private static AnswerCounts Write(AnswerRecipe recipe, string folder, int prompts, int failed, List<Answer> answers, CallLog log)
    {
        var kept = answers.Where(answer => answer.Dropped is null).ToList();
        CorpusFile.Write(Path.Combine(folder, "train.jsonl"), kept.Select(answer => new CorpusDocument
        {
            Id = $"{recipe.Name}-{answer.Prompt.Id}-{answer.Call.Sample}",
            Source = recipe.Name,
            Licence = recipe.Licence,
            Skill = recipe.Skill,
            Messages = [.. answer.Prompt.Messages, new("assistant", answer.Text)],
            Split = "train",
            Consent = true, // prompts without it were not asked
        }));
        Lines("pairs.jsonl", answers.Where(answer => answer.Rating is not null).GroupBy(answer => answer.Prompt)
            .Select(group => (group.Key, Best: group.MaxBy(answer => answer.Rating)!, Worst: group.MinBy(answer => answer.Rating)!))
            .Where(pair => pair.Best.Rating > pair.Worst.Rating)
            .Select(pair => (object)new { pair.Key.Messages, chosen = pair.Best.Text, rejected = pair.Worst.Text }));
        Lines("dropped.jsonl", answers.Where(answer => answer.Dropped is not null).Select(answer => (object)new { prompt = answer.Prompt.Id, answer.Call.Sample, reason = answer.Dropped, text = answer.Text }));
        var ledger = log.Ledger();
        var dropped = answers.Where(answer => answer.Dropped is not null).GroupBy(answer => answer.Dropped!, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        File.WriteAllText(Path.Combine(folder, "card.json"), JsonSerializer.Serialize(new { recipe.Name, recipe.Licence, prompts, answers = answers.Count, kept = kept.Count, dropped, failed, ledger }, Indented) + "\n");
        return new AnswerCounts(prompts, answers.Count, kept.Count, failed, ledger);

        void Lines(string name, IEnumerable<object> rows) => File.WriteAllText(Path.Combine(folder, name), string.Concat(rows.Select(row => JsonSerializer.Serialize(row, Json) + "\n")));
    }

    [GeneratedRegex("[1-5]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rating();

    private sealed class Answer(TeacherPrompt prompt, Call call)
    {
        public TeacherPrompt Prompt => prompt;

        public Call Call => call;

        public string Text { get; } = call.Text.Trim();

        public int? Rating { get; set; }

        /// <summary>Why it is not kept, or null.</summary>
        public string? Dropped { get; set; }
    }
}

/// <param name="Answers">All that were given, in this run and before.</param>
/// <param name="Kept">Documents that came of them.</param>
/// <param name="Failed">Requests of this run that were not answered; the same command asks them again.</param>
public sealed record AnswerCounts(int Prompts, int Answers, int Kept, int Failed, IReadOnlyList<LedgerLine> Ledger);

/// <summary>What one model was asked in all runs.</summary>
/// <param name="Uncounted">Requests whose tokens the endpoint did not count.</param>
public sealed record LedgerLine(string Model, int Calls, long InputTokens, long OutputTokens, int Uncounted);
