namespace ScoringFairness.Service.Audits;

/// <summary>What becomes of the groups that an audit does not name.</summary>
public enum OtherGroups
{
    /// <summary>They are compared too.</summary>
    Compare,

    /// <summary>They are merged into one group.</summary>
    Merge,

    /// <summary>Their responses take no part.</summary>
    LeaveOut,
}

/// <summary>Names of groups that the program gives.</summary>
internal static class GroupNames
{
    /// <summary>What merged groups are called.</summary>
    public const string Merged = "other";
}
