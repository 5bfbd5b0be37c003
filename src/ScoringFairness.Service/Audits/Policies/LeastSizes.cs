namespace ScoringFairness.Service.Audits.Policies;

/// <summary>
/// The least sizes of groups and cells that something is run with: those that are asked for, else the policy's. A policy that an
/// organisation has put in force is a floor, which no request goes below.
/// </summary>
/// <param name="OfGroups">Groups with fewer responses give no contrast.</param>
/// <param name="OfCells">Counts from 1 to below this are suppressed.</param>
/// <param name="Raised">Says which of those that were asked for the policy has raised; empty where none.</param>
internal sealed record LeastSizes(int OfGroups, int OfCells, IReadOnlyList<AuditWarning> Raised)
{
    /// <summary>The code of the warning that a policy has raised what was asked for.</summary>
    public const string RaisedCode = "policyFloor";

    /// <summary>
    /// Groups with fewer responses have no figures: none is told of a group that is hidden, and which rows there are would tell its size to who tries
    /// least sizes below that of cells.
    /// </summary>
    public static int OfFigures(int minGroupSize, int minCellSize) => Math.Max(minGroupSize, minCellSize);

    /// <summary>What holds of a request.</summary>
    /// <param name="minGroupSize">The least size of groups that is asked for; null: the policy's.</param>
    /// <param name="minCellSize">The least count that is told and asked for; null: the policy's.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="mayRead">Who may not sets no smaller count that is told than the policy's, put in force or not.</param>
    public static LeastSizes Of(int? minGroupSize, int? minCellSize, OrganisationPolicy policy, bool mayRead = true)
    {
        var raised = new List<AuditWarning>();
        var byPolicy = policy.IsPutInForce ? "by the policy of the organisation, which no request goes below" : null;
        return new LeastSizes(
            Larger("minGroupSize", minGroupSize, policy.MinGroupSize, byPolicy),
            Larger("minCellSize", minCellSize, policy.MinCellSize, byPolicy ?? (mayRead ? null : "below which no key without the role read goes")),
            raised);

        int Larger(string field, int? asked, int least, string? why)
        {
            if (asked is null || asked >= least || why is null)
            {
                return asked ?? least;
            }
            raised.Add(new AuditWarning(RaisedCode, null, $"{field} is {least}, {why}; {asked} was asked for."));
            return least;
        }
    }
}
