namespace Platform.Model.Generation.Constraints;

/// <summary>What compiling one form may take: the nodes of all its rules, and what is joined and compared on the way.</summary>
/// <param name="states">Counts the states of these rules later on.</param>
internal sealed class FormBudget(StateLedger states)
{
    /// <summary>A node takes some two hundred bytes.</summary>
    public const int Most = 400_000;

    public StateLedger States => states;

    public int Spent { get; private set; }

    /// <param name="place">Where in the form, for the message.</param>
    /// <exception cref="ConstraintException">Together it would be more than <see cref="Most"/>.</exception>
    public void Spend(long steps, string place)
    {
        if (steps > Most - Spent)
            throw new ConstraintException($"The form is too large: at {place} it comes to more than {Most} steps in all.");
        Spent += (int)steps;
    }
}
