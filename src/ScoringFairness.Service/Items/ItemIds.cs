namespace ScoringFairness.Service.Items;

/// <summary>Ids that mean something else where items are named.</summary>
internal static class ItemIds
{
    /// <summary>All items, where an audit names its own.</summary>
    public const string All = "all";

    /// <summary>Why no item may be called so.</summary>
    public const string AllIsTaken = $"is '{All}', by which audits name all items; send another id.";
}
