using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Uploads;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Responses.Files;
using ScoringFairness.Service.Scorers.Chat;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Erasure;

/// <summary>What was erased of a student.</summary>
public sealed record ErasedStudent
{
    /// <summary>The student.</summary>
    public required string StudentId { get; init; }

    /// <summary>Responses erased, with their texts and human scores.</summary>
    public required int Responses { get; init; }

    /// <summary>Machine scores from outside erased.</summary>
    public required int MachineScores { get; init; }

    /// <summary>Errors of uploads whose words named the student or one of the responses, and do no longer.</summary>
    public required int UploadErrors { get; init; }
}

/// <summary>
/// Deletes responses with everything that is known of them: texts, human scores, machine scores from outside, and what
/// audits scored. The figures of reports stay; they are about groups.
/// </summary>
internal sealed class EraseResponses(OrganisationDatabase database, ChatErasure chats)
{
    /// <summary>Deletes an item with all its responses and their machine scores.</summary>
    /// <returns>False if there is none.</returns>
    public Task<bool> ItemAsync(Caller caller, string itemId, CancellationToken cancellation) =>
        database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                if ((await ItemStore.LockAsync(connection, caller.OrganisationId, [itemId])).Count == 0)
                {
                    return false;
                }
                await EraseAsync(connection, caller.OrganisationId, new Dictionary<string, IReadOnlyCollection<string>?> { [itemId] = null });
                await UploadStore.ForgetAsync(connection, caller.OrganisationId, ids: null);
                await ActivityLog.RecordAsync(connection, caller, "item.deleted", itemId);
                return await ItemStore.DeleteAsync(connection, caller.OrganisationId, itemId);
            },
            cancellation);

    /// <summary>Deletes a response.</summary>
    /// <returns>False if there is none.</returns>
    public Task<bool> ResponseAsync(Caller caller, string itemId, string responseId, CancellationToken cancellation) =>
        database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                var isErased = (await EraseAsync(connection, caller.OrganisationId, [(itemId, responseId)])).Responses > 0;
                if (isErased)
                {
                    await UploadStore.ForgetAsync(connection, caller.OrganisationId, [responseId]);
                    await ActivityLog.RecordAsync(connection, caller, "response.erased", itemId);
                }
                return isErased;
            },
            cancellation);

    /// <summary>Erases a student.</summary>
    /// <returns>What was erased; null if nothing is known of the student.</returns>
    public Task<ErasedStudent?> StudentAsync(Caller caller, string studentId, CancellationToken cancellation) =>
        database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                var known = await ResponseStore.OfStudentAsync(connection, caller.OrganisationId, studentId);
                var (responses, scores) = await EraseAsync(connection, caller.OrganisationId, known);
                var uploadErrors = await UploadStore.ForgetAsync(
                    connection, caller.OrganisationId, [studentId, .. known.Select(one => one.ResponseId).Distinct()]);
                if (responses + uploadErrors == 0)
                {
                    return null;
                }
                await ActivityLog.RecordAsync(connection, caller, "student.erased", subject: null, new { responses, scores, uploadErrors });
                return new ErasedStudent { StudentId = studentId, Responses = responses, MachineScores = scores, UploadErrors = uploadErrors };
            },
            cancellation);

    private async Task<(int Responses, int Scores)> EraseAsync(
        NpgsqlConnection connection, string organisationId, IReadOnlyList<(string ItemId, string ResponseId)> which)
    {
        var items = which.GroupBy(one => one.ItemId, one => one.ResponseId, StringComparer.Ordinal)
            .ToDictionary(item => item.Key, item => (IReadOnlyCollection<string>?)[.. item]);
        await ItemStore.LockAsync(connection, organisationId, items.Keys);
        var erased = await EraseAsync(connection, organisationId, items);
        await KeptFiles.DeleteAllAsync(connection, organisationId);
        return erased;
    }

    /// <summary>Erases responses of items that are locked, null: all of an item's.</summary>
    private async Task<(int Responses, int Scores)> EraseAsync(
        NpgsqlConnection connection, string organisationId, IReadOnlyDictionary<string, IReadOnlyCollection<string>?> items)
    {
        var (responses, scores) = (0, 0);
        foreach (var (itemId, responseIds) in items)
        {
            scores += await MachineScores.DeleteAsync(connection, organisationId, itemId, responseIds);
            await chats.ForgetAsync(connection, organisationId, itemId, responseIds);
            responses += await ResponseStore.DeleteAsync(connection, organisationId, itemId, responseIds);
        }
        await ForgetAsync(connection, organisationId, items);
        await ErasedTexts.TellAsync(connection);
        return (responses, scores);
    }

    /// <summary>Makes audits forget responses by item, null: all of it, and deletes what they found out about them.</summary>
    private static async Task ForgetAsync(
        NpgsqlConnection connection, string organisationId, IReadOnlyDictionary<string, IReadOnlyCollection<string>?> items)
    {
        var planned = new List<(string AuditId, string ItemId, int[] Numbers)>();
        foreach (var (itemId, responseIds) in items)
        {
            planned.AddRange((await PlannedResponses.ForgetAsync(connection, organisationId, itemId, responseIds))
                .Select(audit => (audit.Key, itemId, audit.Value)));
        }
        // A fit that ends meanwhile has written before the audits are locked, or sees that the responses are gone.
        foreach (var auditId in planned.Select(one => one.AuditId).Distinct().Order(StringComparer.Ordinal))
        {
            await AuditSteps.LockAsync(connection, organisationId, auditId);
        }
        foreach (var (auditId, itemId, numbers) in planned)
        {
            await ErasedScores.DeleteAsync(connection, organisationId, auditId, itemId, numbers);
        }
    }
}
