namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>Whose texts a fit sends, and what for.</summary>
/// <param name="OrganisationId">The organisation.</param>
/// <param name="AuditId">The audit.</param>
/// <param name="FitNo">The fit.</param>
/// <param name="ItemId">The item.</param>
/// <param name="Scorer">The scorer.</param>
/// <param name="Budget">What the audit may spend; null: no limit.</param>
internal sealed record ChatContext(string OrganisationId, string AuditId, int FitNo, string ItemId, string Scorer, decimal? Budget);
