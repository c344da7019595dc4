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
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, host) in new[] { (nameof(Chinese), Chinese), (nameof(English), English) })
        {
            var found = new List<ValidationResult>();
            if (!Validator.TryValidateObject(host, new ValidationContext(host), found, validateAllProperties: true))
                foreach (var result in found)
                    yield return new ValidationResult($"Chat:{name}: {result.ErrorMessage}");
        }
    }
}
