using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Host.Uploads;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Lifecycle;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Reports;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scorers;
using ScoringFairness.Service.Scorers.Bert;
using ScoringFairness.Service.Scorers.Linear;
using Spectre.Console;

namespace ScoringFairness.Service.Demonstration;

/// <summary>The demonstration, as any client of the REST interface would do it.</summary>
internal sealed class DemonstrationAudit(HttpClient http, IAnsiConsole console)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    /// <summary>Answers, with the kinds of scorer that are asked for.</summary>
    private static readonly JsonSerializerOptions Answers = new ContractOptions(
        [new ScorerDesignConverter(new Dictionary<string, Type> { [BertKind.Kind] = typeof(BertDesign), [LinearKind.Kind] = typeof(LinearDesign) })]).Json;

    private const string Name = "Demonstration (synthetic students)";

    /// <summary>Loads the data, runs the audit, prints the answers; or prints those of the last such audit that was completed.</summary>
    /// <param name="again">Whether it runs although there is one.</param>
    /// <param name="cancellation">Calls it off.</param>
    /// <returns>Whether the audit completed.</returns>
    public async Task<bool> RunAsync(bool again, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        console.WriteLine("Demonstration with invented students: it shows how the service works, and nothing about real students.");
        if (!again && await LastAsync(cancellation) is { } last)
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Audit {last.AuditId} is of {last.FinishedAt:d MMMM yyyy, HH:mm} UTC; --again runs it again."));
            await PrintAsync(last.AuditId, ran: null, cancellation);
            return true;
        }
        await LoadAsync(cancellation);
        var audit = await StartAsync(cancellation);
        console.WriteLine($"Audit {audit.AuditId}: {audit.Progress.FitsTotal} training runs "
            + $"(6 items x 4 splits x 3 folds; {audit.Request.Scorers.OfType<BertDesign>().Single().Checkpoint}, "
            + "a pre-trained BERT, fine-tuned on each split, and beside it a linear scorer).");
        audit = await WatchAsync(audit.AuditId, cancellation);
        if (audit.Status != AuditStatus.Completed)
        {
            console.WriteLine($"The audit is {audit.Status}. {audit.Error}");
            return false;
        }
        await PrintAsync(audit.AuditId, clock, cancellation);
        return true;
    }

    private async Task PrintAsync(string auditId, Stopwatch? ran, CancellationToken cancellation)
    {
        AnswerTable.Print(console, await ReadAsync<AuditReport>($"/v1/audits/{auditId}/report", cancellation));
        if (ran is not null)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Loading, training and evaluation took {ran.Elapsed.TotalSeconds:0} s."));
        }
        console.WriteLine($"Pages:      {http.BaseAddress}");
        console.WriteLine($"Report:     {http.BaseAddress}v1/audits/{auditId}/report.html");
        console.WriteLine($"Swagger UI: {http.BaseAddress}swagger");
    }

    /// <summary>The last audit of the demonstration that was completed; null: there is none.</summary>
    private async Task<Found?> LastAsync(CancellationToken cancellation)
    {
        var found = await ReadAsync<FoundAudits>(
            $"/v1/audits?status={AuditStatus.Completed}&item={DemonstrationItems.All[0].ItemId}&name={Uri.EscapeDataString(Name)}&limit=1", cancellation);
        return found.Items is [{ } last, ..] ? last : null;
    }

    /// <summary>As much of a list of audits as is looked at.</summary>
    private sealed record FoundAudits(IReadOnlyList<Found> Items);

    private sealed record Found(string AuditId, DateTimeOffset? FinishedAt);

    /// <summary>Watches the audit to its end; one that nobody waits for any more is called off.</summary>
    private async Task<AuditView> WatchAsync(string auditId, CancellationToken cancellation)
    {
        try
        {
            return await new AuditWatch(console).WatchAsync(token => ReadAsync<AuditView>($"/v1/audits/{auditId}", token), Pace, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            using var cancel = await http.PostAsync(new Uri($"/v1/audits/{auditId}/cancel", UriKind.Relative), null, CancellationToken.None);
            console.WriteLine($"Audit {auditId} is called off.");
            throw;
        }
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        foreach (var item in DemonstrationItems.All)
        {
            var request = new ItemRequest
            {
                Prompt = item.Prompt,
                Rubric = "One point for each of three ideas. (A synthetic item of the demonstration.)",
                Scale = new Scale { Min = 0, Max = 3, Step = 1 },
            };
            using var put = await http.PutAsJsonAsync($"/v1/items/{item.ItemId}", request, ContractJson.Options, cancellation);
            await EnsureAsync(put, cancellation);
        }
        var body = new StringBuilder();
        foreach (var response in new SyntheticStudents().Responses(DemonstrationItems.All))
        {
            body.AppendLine(JsonSerializer.Serialize(
                new
                {
                    response.ResponseId,
                    response.ItemId,
                    response.StudentId,
                    response.Text,
                    response.HumanScore,
                    HumanScores = (double[])[response.HumanScore, .. response.FurtherScores],
                    response.Groups,
                    response.Cohort,
                },
                ContractJson.Options));
        }
        using var content = new StringContent(body.ToString(), Encoding.UTF8, RowFormat.NdJson);
        using var post = await http.PostAsync("/v1/responses", content, cancellation);
        var answer = await (await EnsureAsync(post, cancellation)).Content.ReadFromJsonAsync<IngestAnswer>(ContractJson.Options, cancellation);
        console.WriteLine($"Responses: {answer!.Received} sent, {answer.Inserted} new, {answer.Updated} changed, {answer.Unchanged} known.");
    }

    private async Task<AuditView> StartAsync(CancellationToken cancellation)
    {
        var request = new AuditRequest
        {
            Name = Name,
            Items = new ItemSelection([.. DemonstrationItems.All.Select(item => item.ItemId)]),
            Cohort = SyntheticCohort.Name,
            Attribute = "gender",
            Scorers = [new BertRequest(), new LinearRequest()],
        };
        using var post = await http.PostAsJsonAsync("/v1/audits", request, ContractJson.Options, cancellation);
        return (await (await EnsureAsync(post, cancellation)).Content.ReadFromJsonAsync<AuditView>(Answers, cancellation))!;
    }

    private async Task<T> ReadAsync<T>(string path, CancellationToken cancellation)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellation);
        return (await (await EnsureAsync(response, cancellation)).Content.ReadFromJsonAsync<T>(Answers, cancellation))!;
    }

    private static async Task<HttpResponseMessage> EnsureAsync(HttpResponseMessage response, CancellationToken cancellation) =>
        response.IsSuccessStatusCode
            ? response
            : throw new HttpRequestException(await ServiceClient.RefusalAsync(response, cancellation), null, response.StatusCode);
}
