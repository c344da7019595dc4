using System.Text;
using Platform.Bots.OpenPlatform.Answers;
using Platform.Bots.OpenPlatform.Requests;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Completions;

/// <summary>One prompt of a request and its answers, when they are whole.</summary>
internal sealed class CompletedPrompt(int choices)
{
    private readonly StringBuilder[] _texts = [.. Enumerable.Range(0, choices).Select(_ => new StringBuilder())];
    private readonly List<TokenInfo>[] _tokens = [.. Enumerable.Range(0, choices).Select(_ => new List<TokenInfo>())];
    private readonly string[] _reasons = [.. Enumerable.Repeat("length", choices)];
    private IReadOnlyList<TokenInfo> _prompt = [];

    public int Choices => choices;

    /// <summary>What is told again before each answer; empty when that was not asked for.</summary>
    public string PromptText { get; set; } = "";

    public GenerationUsage Usage { get; private set; } = new(0, 0, 0);

    public string TextOf(int choice) => PromptText + _texts[choice];

    /// <summary>Those of the prompt first, where they were asked for.</summary>
    public IReadOnlyList<TokenInfo> TokensOf(int choice) => _prompt.Count == 0 ? _tokens[choice] : [.. _prompt, .. _tokens[choice]];

    public string ReasonOf(int choice) => _reasons[choice];

    public void Add(GenerationEvent what, bool keepTokens)
    {
        switch (what)
        {
            case GenerationEvent.Prompt prompt:
                _prompt = prompt.Tokens;
                break;
            case GenerationEvent.Token token:
                _texts[token.Choice].Append(token.Text);
                if (keepTokens)
                    _tokens[token.Choice].AddRange(token.Tokens);
                break;
            case GenerationEvent.Finished { Reason: FinishReason.Error } failed:
                throw new ApiException(StatusCodes.Status500InternalServerError, failed.Failure ?? "The model failed.");
            case GenerationEvent.Finished { Reason: FinishReason.Cancelled }:
                throw new ModelUnavailableException("The model was stopped before the answer was whole. Try again in a moment.");
            case GenerationEvent.Finished finished:
                _reasons[finished.Choice] = AnswerHead.ReasonOf(finished.Reason);
                break;
            case GenerationEvent.Completed completed:
                Usage = completed.Usage;
                break;
        }
    }
}
