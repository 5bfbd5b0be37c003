namespace ScoringFairness.Service.Host.Pages;

/// <summary>The mark of the service in a browser's tab: a dot with its interval within a band.</summary>
internal static class Icon
{
    /// <summary>The picture.</summary>
    public const string Svg =
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='6' fill='#0b5cad'/>"
        + "<rect x='10' y='6' width='12' height='20' fill='#7db9f2'/><path d='M5 16h22' stroke='#fff' stroke-width='3'/>"
        + "<circle cx='17' cy='16' r='5' fill='#fff'/></svg>";

    /// <summary>The picture as an address, so that a page needs nothing beside itself.</summary>
    public static string Address { get; } = "data:image/svg+xml," + Uri.EscapeDataString(Svg);
}
