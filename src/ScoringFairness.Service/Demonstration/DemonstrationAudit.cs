using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ScoringFairness.Service.Audits;
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

    /// <summary>Loads the data, runs the audit, prints the answers.</summary>
    /// <returns>Whether the audit completed.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        console.WriteLine("Demonstration with invented students: it shows how the service works, and nothing about real students.");
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
        var report = await ReadAsync<AuditReport>($"/v1/audits/{audit.AuditId}/report", cancellation);
        AnswerTable.Print(console, report);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Loading, training and evaluation took {clock.Elapsed.TotalSeconds:0} s."));
        console.WriteLine($"Report:     {http.BaseAddress}v1/audits/{audit.AuditId}/report.html");
        console.WriteLine($"Swagger UI: {http.BaseAddress}swagger");
        return true;
    }

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
            Name = "Demonstration (synthetic students)",
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
            : throw new HttpRequestException($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellation)}");
}
