using System.ComponentModel.DataAnnotations;

namespace Platform.Bots.Pages.Chat;

/// <summary>Section <c>Chat</c>: who speaks on the chat page. The defaults belong to the starter knowledge base.</summary>
public sealed class ChatPageOptions : IValidatableObject
{
    public Host Chinese { get; set; } = new();

    public Host English { get; set; } = new();

    /// <summary>The service that answers, in one language.</summary>
    public sealed class Host
    {
        /// <summary>Who answers: the title of the page and the bot's name. Null for the starter base's.</summary>
        [MaxLength(60)]
        public string? Name { get; set; }

        /// <summary>Under the name on the invitation: what one may ask here. Null for the starter base's.</summary>
        [MaxLength(300)]
        public string? Invitation { get; set; }

        /// <summary>Questions to begin with; a press asks one. Null for the starter base's, empty for none, at most 6.</summary>
        public string[]? Examples { get; set; }
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, host) in new[] { (nameof(Chinese), Chinese), (nameof(English), English) })
        {
            var found = new List<ValidationResult>();
            if (!Validator.TryValidateObject(host, new ValidationContext(host), found, validateAllProperties: true))
                foreach (var result in found)
                    yield return new ValidationResult($"Chat:{name}: {result.ErrorMessage}");
            if (host.Examples is { Length: > 6 } examples)
                yield return new ValidationResult($"Chat:{name}:Examples has {examples.Length} questions. The page has room for 6.");
        }
    }
}
