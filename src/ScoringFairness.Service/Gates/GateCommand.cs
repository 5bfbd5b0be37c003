using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Reports;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Gates;

/// <summary><c>gate</c>: a step of a deployment pipeline that lets a scorer pass or not.</summary>
internal static class GateCommand
{
    private const int Failed = 1;
    private const int Insufficient = 2;
    private const int NotAnswered = 3;

    public static Command Create()
    {
        var audit = new Option<string?>("--audit")
        {
            Description = "The audit's id, or latest: of all completed audits the one asked for last; --item and --name narrow it.",
        };
        var schedule = new Option<string?>("--schedule") { Description = "In its place a schedule: the last of its audits that is completed." };
        var item = new Option<string?>("--item") { Description = "With latest or --schedule: only audits of this item." };
        var name = new Option<string?>("--name") { Description = "With latest or --schedule: only audits with this in their name." };
        var service = new Option<string>("--service")
        {
            Description = "Address of the service (default: http://127.0.0.1:8080).",
            DefaultValueFactory = _ => "http://127.0.0.1:8080",
        };
        var policy = new Option<FileInfo>("--policy") { Description = "A file with a policy for this once (default: the organisation's)." };
        policy.AcceptExistingOnly();
        var command = new Command(
            "gate",
            $"Evaluates a policy on an audit. Ends with 0: pass, {Failed}: fail, {Insufficient}: insufficient, {NotAnswered}: no answer. "
            + $"A key is taken from {ServiceClient.KeyVariable}.")
        {
            audit, schedule, item, name, service, policy,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(audit) is null == result.GetValue(schedule) is null)
            {
                result.AddError("Name either --audit or --schedule.");
            }
        });
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(service)!,
            new GateRequest
            {
                AuditId = parsed.GetValue(audit),
                ScheduleId = parsed.GetValue(schedule),
                Item = parsed.GetValue(item),
                Name = parsed.GetValue(name),
            },
            parsed.GetValue(policy), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string service, GateRequest asked, FileInfo? policy, CancellationToken cancellation)
    {
        try
        {
            var own = policy is null ? (JsonElement?)null : JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(policy.FullName, cancellation));
            using var http = ServiceClient.To(new Uri(service));
            using var answer = await http.PostAsJsonAsync(
                "/v1/gates", new { asked.AuditId, asked.ScheduleId, asked.Item, asked.Name, policy = own }, cancellation);
            if (!answer.IsSuccessStatusCode)
            {
                await Console.Error.WriteLineAsync(await ServiceClient.RefusalAsync(answer, cancellation));
                return NotAnswered;
            }
            var gate = (await answer.Content.ReadFromJsonAsync<GateAnswer>(ContractJson.Options, cancellation))!;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Audit {gate.AuditId}, \"{gate.Name}\", completed {gate.FinishedAt?.UtcDateTime:d MMMM yyyy, HH:mm} UTC"));
            foreach (var reason in gate.Reasons)
            {
                var about = string.Join(' ', new[] { reason.Measure, reason.Scorer, reason.Split, reason.Contrast }.OfType<string>());
                Console.WriteLine($"{Word(reason.Outcome),-12} {about}: {Figure(reason)}{reason.Reason}");
            }
            Console.WriteLine(Word(gate.Outcome));
            return gate.Outcome switch { GateOutcome.Pass => 0, GateOutcome.Fail => Failed, _ => Insufficient };
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or UriFormatException or IOException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return NotAnswered;
        }

        static string Figure(GateReason reason) => reason is not { Value: { } value, Tolerance: { } bound }
            ? ""
            : $"{FigureFormat.Value(value, bound, isSigned: false)} {FigureFormat.Interval(reason.Low, reason.High, bound, isSigned: false)}, "
                + $"held to {(reason.Bound == Bound.Minimum ? "at least " : "±")}{FigureFormat.Score(bound)}. ";

        static string Word(GateOutcome outcome) => JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());
    }
}
