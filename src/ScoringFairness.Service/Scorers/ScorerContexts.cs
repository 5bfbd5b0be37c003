using ScoringFairness.Service.Scores;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Scorers;

/// <summary>What scorers are checked against before an audit is started.</summary>
/// <param name="OrganisationId">The organisation.</param>
/// <param name="ItemIds">The items.</param>
/// <param name="IsDryRun">Whether nothing will be run: nothing needs to be allowed for that.</param>
internal sealed record ScorerCheck(string OrganisationId, IReadOnlyCollection<string> ItemIds, bool IsDryRun);

/// <summary>An item of an audit that is planned, whose responses are frozen.</summary>
/// <param name="OrganisationId">The organisation.</param>
/// <param name="AuditId">The audit.</param>
/// <param name="ItemId">The item.</param>
/// <param name="Scale">Its scale.</param>
/// <param name="Responses">Its responses.</param>
/// <param name="Repeats">Repeats of the audit.</param>
/// <param name="MinCellSize">Counts from 1 to below this are suppressed.</param>
internal sealed record FrozenItem(
    string OrganisationId, string AuditId, string ItemId, ScoreScale Scale, IReadOnlyList<PlannedResponse> Responses, int Repeats, int MinCellSize);

/// <summary>The fit that an engine is for.</summary>
/// <param name="OrganisationId">The organisation.</param>
/// <param name="AuditId">The audit.</param>
/// <param name="FitNo">The fit.</param>
/// <param name="ItemId">The item.</param>
/// <param name="Budget">What the audit may spend; null: no limit.</param>
/// <param name="Queue">The queue that the fit came by; null where it is not known.</param>
internal sealed record FitContext(string OrganisationId, string AuditId, int FitNo, string ItemId, decimal? Budget, string? Queue);
