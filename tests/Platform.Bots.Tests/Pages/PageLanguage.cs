using System.Globalization;

namespace Platform.Bots.Tests.Pages;

/// <summary>What runs meanwhile is said in the language of a reader's page.</summary>
internal sealed class PageLanguage : IDisposable
{
    private readonly (CultureInfo Ui, CultureInfo Own) _before = (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture);

    public PageLanguage(string name) => (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = (CultureInfo.GetCultureInfo(name), CultureInfo.GetCultureInfo(name));

    public void Dispose() => (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = _before;
}
