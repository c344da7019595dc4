namespace Platform.Model.Tokenization.Templates;

/// <summary>Templates for models that bring none.</summary>
internal static class BuiltInTemplates
{
    public const string ChatMl =
        "{%- for message in messages %}{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{%- endfor %}"
        + "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}";

    /// <summary>Yuan 2.0 was trained on <c>question&lt;sep&gt;answer&lt;eod&gt;</c>, turns joined by <c>&lt;n&gt;</c>, newlines within them written <c>&lt;n&gt;</c> too. What the system says goes before the first question.</summary>
    public const string Yuan =
        "{%- for message in messages %}{%- set answers = loop.last and message.role == 'assistant' %}"
        + "{%- if not loop.first %}{{- '<sep>' if answers else '<n>' }}{%- endif %}{{- message.content | replace('\\n', '<n>') }}{{- '<eod>' if answers else '' }}{%- endfor %}"
        + "{%- if add_generation_prompt %}{{- '<sep>' }}{%- endif %}";
}
