using System.Text;

namespace Platform.Model.Generation;

/// <summary>A place in a text that is held to a form sign by sign, such as verse: what may stand here, and what follows it.</summary>
/// <remarks>
/// Never changes, so that several texts can share one. Whatever is admitted must lead to a place that may end or admits something:
/// then every text comes to its end in form, whatever the model thinks of it.
/// </remarks>
public abstract class SignPlace
{
    /// <summary>The text may end here.</summary>
    public abstract bool MayEnd { get; }

    /// <summary>Most signs that may still come.</summary>
    public abstract int MostLeft { get; }

    /// <summary>The signs that may stand here, each once.</summary>
    public abstract IEnumerable<Rune> Admitted { get; }

    /// <summary>Whether a sign is among <see cref="Admitted"/>.</summary>
    public abstract bool Admits(Rune sign);

    /// <param name="sign">One that is admitted.</param>
    public abstract SignPlace Next(Rune sign);
}
