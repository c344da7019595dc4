using System.Runtime.InteropServices;

namespace Platform.Bots.OpenPlatform.Usage;

/// <summary>What one request used.</summary>
/// <param name="CachedTokens">Part of the prompt that was found computed.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RequestUsage(long PromptTokens, long CachedTokens, long CompletionTokens);

/// <summary>How a key stands against one of its limits, as the answer's headers say it.</summary>
/// <param name="ResetsIn">Until it is as at the beginning.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Quota(long Limit, long Remaining, TimeSpan ResetsIn);

/// <param name="Refusal">Why the request is not taken; null when it is.</param>
/// <param name="RetryAfter">When to come again.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Admission(Quota? Requests, Quota? Tokens, string? Refusal, string? Code, TimeSpan RetryAfter);
