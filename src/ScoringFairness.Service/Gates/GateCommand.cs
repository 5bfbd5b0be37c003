using System.CommandLine;
using System.Text.Json;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Json;

namespace ScoringFairness.Service.Gates;

/// <summary><c>gate</c>: a step of a deployment pipeline that lets a scorer pass or not.</summary>
internal static class GateCommand
{
    private const int Failed = 1;
    private const int Insufficient = 2;
    private const int NotAnswered = 3;

    public static Command Create()
    {
        var audit = new Option<string?>("--audit") { Description = "The audit's id, or latest: the newest that is completed." };
        var schedule = new Option<string?>("--schedule") { Description = "In its place a schedule: the newest of its audits that is completed." };
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
            audit, schedule, service, policy,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(audit) is null == result.GetValue(schedule) is null)
            {
                result.AddError("Name either --audit or --schedule.");
            }
        });
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(service)!, parsed.GetValue(audit), parsed.GetValue(schedule), parsed.GetValue(policy), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        string service, string? auditId, string? scheduleId, FileInfo? policy, CancellationToken cancellation)
    {
        try
        {
            var own = policy is null ? (JsonElement?)null : JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(policy.FullName, cancellation));
            using var http = ServiceClient.To(new Uri(service));
            using var answer = await http.PostAsJsonAsync("/v1/gates", new { auditId, scheduleId, policy = own }, cancellation);
            if (!answer.IsSuccessStatusCode)
            {
                await Console.Error.WriteLineAsync(await answer.Content.ReadAsStringAsync(cancellation));
                return NotAnswered;
            }
            var gate = (await answer.Content.ReadFromJsonAsync<GateAnswer>(ContractJson.Options, cancellation))!;
            foreach (var reason in gate.Reasons)
            {
                var figure = string.Join(' ', new[] { reason.Measure, reason.Scorer, reason.Split, reason.Contrast }.OfType<string>());
                Console.WriteLine($"{Word(reason.Outcome),-12} {figure}: {reason.Reason}");
            }
            Console.WriteLine(Word(gate.Outcome));
            return gate.Outcome switch { GateOutcome.Pass => 0, GateOutcome.Fail => Failed, _ => Insufficient };
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or UriFormatException or IOException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return NotAnswered;
        }

        static string Word(GateOutcome outcome) => JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());
    }
}
