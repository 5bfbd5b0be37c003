using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>What may be changed of an audit: its name, and what a reviewer says of it. Its figures may not.</summary>
public sealed record AuditChange
{
    /// <summary>Its name for people; null: as it is.</summary>
    public string? Name { get; init; }

    /// <summary>What a reviewer says; null: as it is.</summary>
    public ReviewRequest? Review { get; init; }
}

/// <summary>What a reviewer says of an audit.</summary>
public sealed record ReviewRequest
{
    /// <summary>What the reviewer says, 1 to 5,000 characters.</summary>
    public required string Note { get; init; }

    /// <summary>Who says so, 1 to 200 characters.</summary>
    public required string By { get; init; }

    /// <summary>Whether the audit is signed off (default false). What was signed off is not changed any more.</summary>
    public bool? SignedOff { get; init; }
}

/// <summary>Renames an audit, or puts a reviewer's note into its report.</summary>
internal sealed class ChangeAudit(AuditViews views, OrganisationDatabase database, TimeProvider clock)
{
    private const int MostName = 200;
    private const int MostNote = 5000;

    /// <summary>Changes it.</summary>
    public async Task<Outcome<AuditView>> RunAsync(Caller caller, string auditId, AuditChange change, CancellationToken cancellation)
    {
        var errors = new Refusals();
        errors.Unless(change.Name is not null || change.Review is not null, "name", "Send a name, a review, or both.");
        Check(errors, "name", change.Name, MostName);
        Check(errors, "review/note", change.Review?.Note, MostNote);
        Check(errors, "review/by", change.Review?.By, MostName);
        errors.AddIf("name", PlainText.Problem(change.Name));
        errors.AddIf("review/note", PlainText.ProblemOfLines(change.Review?.Note));
        errors.AddIf("review/by", PlainText.Problem(change.Review?.By));
        if (errors.Any)
        {
            return new Outcome<AuditView>.Refused("The audit was not changed", errors.ByField);
        }
        var review = change.Review is not { } said ? null : new AuditReview
        {
            Note = said.Note.Trim(),
            By = said.By.Trim(),
            SignedOff = said.SignedOff ?? false,
            At = clock.GetUtcNow(),
            Key = caller.Actor,
        };
        var refusal = await database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                var status = await AuditSteps.LockAsync(connection, caller, auditId);
                if (status is null)
                {
                    return AuditViews.NoAudit<AuditView>(auditId);
                }
                if (review is not null && status != AuditStatus.Completed)
                {
                    return new Outcome<AuditView>.Conflict($"The audit is {status}; one that is completed can be reviewed.");
                }
                if (await AuditSteps.IsSignedOffAsync(connection, caller.OrganisationId, auditId))
                {
                    return new Outcome<AuditView>.Conflict(
                        "The audit was signed off; what was signed, its name too, is not changed. Audit again to review anew.");
                }
                await AuditSteps.ChangeAsync(connection, caller.OrganisationId, auditId, change.Name?.Trim(), review);
                await ActivityLog.RecordAsync(connection, caller, Word(review), auditId);
                return null;
            },
            cancellation);
        return refusal ?? new Outcome<AuditView>.Done(await views.ChangedAsync(caller, auditId, review));
    }

    private static string Word(AuditReview? review) => review switch
    {
        null => "audit.renamed",
        { SignedOff: true } => "audit.signedOff",
        _ => "audit.reviewed",
    };

    private static void Check(Refusals errors, string field, string? text, int most)
    {
        errors.Unless(text is null || !string.IsNullOrWhiteSpace(text), field, "is empty; send some text.");
        errors.Unless(text is null || text.Length <= most, field, $"has {text?.Length} characters; send {most} at most.");
    }
}
