using Npgsql;
using NpgsqlTypes;

namespace ScoringFairness.Service.Scores;

/// <summary>Which fit gave scores.</summary>
internal sealed record ScoredBy(
    string OrganisationId, string AuditId, string ItemId, string Scorer, string Split, int Repeat, int FitNo)
{
    /// <summary>The columns that every row of a fit begins with.</summary>
    public const string Columns = "organisation_id, audit_id, item_id, scorer, split, repeat, fit_no";

    /// <summary>Starts a row with them.</summary>
    public async Task StartRowAsync(NpgsqlBinaryImporter copy, CancellationToken cancellation)
    {
        await copy.StartRowAsync(cancellation);
        foreach (var key in (string[])[OrganisationId, AuditId, ItemId, Scorer, Split])
        {
            await copy.WriteAsync(key, NpgsqlDbType.Text, cancellation);
        }
        await copy.WriteAsync((short)Repeat, NpgsqlDbType.Smallint, cancellation);
        await copy.WriteAsync(FitNo, NpgsqlDbType.Integer, cancellation);
    }
}
