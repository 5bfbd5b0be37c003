using Dapper;
using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Lifecycle;

namespace ScoringFairness.Service.Reports.Links;

/// <summary>Links that open a report without a key: made, listed, revoked, and opened, each of which is recorded.</summary>
internal sealed class ReportLinks(NpgsqlDataSource everybody, OrganisationDatabase database, AuditStore audits) : IMadeWithKeys
{
    private const int Days = 30;
    private const int MostDays = 365;
    private const int MostNote = 200;
    private const string Columns = "link_id, note, created_by, created_at, expires_at, revoked_at";

    /// <summary>Where a link leads.</summary>
    public static string Address(string secret) => $"/shared/{secret}";

    /// <summary>Makes a link to the report of a completed audit.</summary>
    public async Task<Outcome<NewReportLink>> CreateAsync(Caller caller, string auditId, ReportLinkRequest request, CancellationToken cancellation)
    {
        var errors = new Refusals();
        errors.Unless(request.Days is null or (>= 1 and <= MostDays), "days", $"is {request.Days}; send 1 to {MostDays}.");
        errors.Unless(
            request.Note is null or { Length: <= MostNote }, "note", $"has {request.Note?.Length} characters; send {MostNote} at most.");
        errors.AddIf("note", PlainText.Problem(request.Note));
        if (errors.Any)
        {
            return new Outcome<NewReportLink>.Refused("The link was not made", errors.ByField);
        }
        // Who may not read a report may not have it by a link either.
        if (!caller.MayRead || await audits.StateAsync(caller.OrganisationId, auditId) is not { } state)
        {
            return AuditViews.NoAudit<NewReportLink>(auditId);
        }
        if (state.Status != AuditStatus.Completed)
        {
            return new Outcome<NewReportLink>.Conflict($"The audit is {state.Status}; there is a report once it is completed.");
        }
        var secret = ApiKey.RandomSecret();
        var link = await database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                var made = await connection.QuerySingleAsync<ReportLink>(
                    $"""
                    insert into report_links (organisation_id, audit_id, link_id, digest, note, created_by, expires_at)
                    values (@OrganisationId, @auditId, @linkId, @digest, @note, @Actor, now() + make_interval(days => @days)) returning {Columns}
                    """,
                    new
                    {
                        caller.OrganisationId,
                        caller.Actor,
                        auditId,
                        linkId = Guid.CreateVersion7().ToString("N"),
                        digest = ApiKey.DigestOf(secret),
                        note = string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim(),
                        days = request.Days ?? Days,
                    });
                await ActivityLog.RecordAsync(connection, caller, "report.linked", auditId, new { link = made.LinkId });
                return made;
            },
            cancellation);
        return new Outcome<NewReportLink>.Done(new NewReportLink(link, Address(secret)));
    }

    /// <summary>The links of an audit, the newest first.</summary>
    public Task<IReadOnlyList<ReportLink>> ListAsync(string organisationId, string auditId) => database.ReadAsync<IReadOnlyList<ReportLink>>(
        $"select {Columns} from report_links where organisation_id = @organisationId and audit_id = @auditId order by link_id desc",
        new { organisationId, auditId }, async found => (await found.ReadAsync<ReportLink>()).AsList());

    /// <summary>Revokes a link; one that is revoked already stays so.</summary>
    /// <returns>False where there is none.</returns>
    public Task<bool> RevokeAsync(Caller caller, string auditId, string linkId, CancellationToken cancellation) => database.InTransactionAsync(
        caller.OrganisationId,
        async connection =>
        {
            var revoked = await connection.ExecuteAsync(
                """
                update report_links set revoked_at = coalesce(revoked_at, now())
                where organisation_id = @OrganisationId and audit_id = @auditId and link_id = @linkId
                """,
                new { caller.OrganisationId, auditId, linkId }) > 0;
            if (revoked)
            {
                await ActivityLog.RecordAsync(connection, caller, "report.linkRevoked", auditId, new { link = linkId });
            }
            return revoked;
        },
        cancellation);

    async Task IMadeWithKeys.EndAsync(NpgsqlConnection connection, string organisationId, string actor) => await connection.ExecuteAsync(
        "update report_links set revoked_at = now() where organisation_id = @organisationId and created_by = @actor and revoked_at is null",
        new { organisationId, actor });

    /// <summary>The audit that a secret opens now, which is recorded; null where it opens none.</summary>
    public async Task<(string OrganisationId, string AuditId)?> OpenAsync(string secret, CancellationToken cancellation)
    {
        await using var connection = await everybody.OpenConnectionAsync(cancellation);
        var found = await connection.QuerySingleOrDefaultAsync<(string OrganisationId, string AuditId, string LinkId)?>(new CommandDefinition(
            "select organisation_id, audit_id, link_id from report_links where digest = @digest and revoked_at is null and expires_at > now()",
            new { digest = ApiKey.DigestOf(secret) }, cancellationToken: cancellation));
        if (found is not { } link)
        {
            return null;
        }
        await using var own = await database.OpenAsync(link.OrganisationId, cancellation);
        await ActivityLog.RecordAsync(own, new Caller(link.OrganisationId, $"link:{link.LinkId}"), "report.opened", link.AuditId);
        return (link.OrganisationId, link.AuditId);
    }
}
