using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Bench;

/// <summary>
/// <c>bench workers</c>: training runs a minute of 1, 2 and 4 worker processes of one thread each, which share PostgreSQL and nothing else,
/// as workers on machines of their own do.
/// </summary>
internal static class WorkersBench
{
    private const int Responses = 240;
    private const int Levels = 4;
    private static readonly int[] Crews = [1, 2, 4];
    private static readonly string[] Words = ["wrong", "partly", "mostly", "right"];

    public static Command Create()
    {
        var repeats = new Option<int>("--repeats") { Description = "Repeats of the audit, twelve training runs each (default 2).", DefaultValueFactory = _ => 2 };
        var command = new Command("workers", "Trains the same audit with 1, 2 and 4 worker processes of one thread each, with folders of their own.") { repeats };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(repeats), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int repeats, CancellationToken cancellation)
    {
        await using var database = await BenchDatabase.CreateAsync(cancellation);
        var address = $"http://127.0.0.1:{BenchProcess.FreePort()}";
        using var http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(10) };
        using var service = new BenchProcess(database.ConnectionString, $"serve --no-worker --urls {address}");
        await SendAsync(http, cancellation);
        var perMinute = new Dictionary<string, double>();
        foreach (var workers in Crews)
        {
            perMinute[workers.ToString(CultureInfo.InvariantCulture)] = await OfAsync(http, database.ConnectionString, workers, repeats, cancellation);
        }
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            trainingRunsPerMinute = perMinute,
            timesOne = Crews.Skip(1).ToDictionary(
                workers => workers.ToString(CultureInfo.InvariantCulture),
                workers => Math.Round(perMinute[workers.ToString(CultureInfo.InvariantCulture)] / perMinute["1"], 2)),
            cores = Environment.ProcessorCount,
            service.Crashes,
            synthetic = true,
        }));
        return service.Crashes == 0 ? 0 : 1;
    }

    private static async Task<double> OfAsync(HttpClient http, string connectionString, int workers, int repeats, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("scoring-fairness-workers");
        List<BenchProcess> crew = [];
        try
        {
            for (var number = 0; number < workers; number++)
            {
                string Own(string name) => folder.CreateSubdirectory($"{number}-{name}").FullName;
                crew.Add(new BenchProcess(connectionString, "work", parallelFits: 1, new Dictionary<string, string>
                {
                    ["TMPDIR"] = Own("temporary"),
                    ["HF_HOME"] = Own("cache"),
                    ["Training__ModelRoot"] = Own("models"),
                    ["Worker__ThreadsPerFit"] = "1",
                }));
            }
            // The first audit pays for what is compiled then, in every worker.
            await AuditAsync(http, repeats: workers, cancellation);
            var clock = Stopwatch.StartNew();
            var fits = await AuditAsync(http, repeats, cancellation);
            var rate = Math.Round(fits / clock.Elapsed.TotalMinutes, 1);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{workers} workers: {fits} training runs in {clock.Elapsed.TotalSeconds:0.0} s, {rate} a minute"));
            return rate;
        }
        finally
        {
            crew.ForEach(worker => worker.Dispose());
            folder.Delete(recursive: true);
        }
    }

    /// <returns>Its training runs.</returns>
    private static async Task<int> AuditAsync(HttpClient http, int repeats, CancellationToken cancellation)
    {
        using var answer = await http.PostAsJsonAsync(
            "/v1/audits",
            new
            {
                items = (string[])["bench"],
                attribute = "gender",
                folds = 3,
                repeats,
                bootstrap = 100,
                scorers = (object[])[new { kind = "bert", checkpoint = "scratch:tiny", epochs = 12 }],
            },
            cancellation);
        answer.EnsureSuccessStatusCode();
        var audit = (await answer.Content.ReadFromJsonAsync<JsonNode>(cancellation))!;
        while ((string)audit["status"]! is not ("completed" or "failed"))
        {
            await Task.Delay(200, cancellation);
            audit = (await http.GetFromJsonAsync<JsonNode>(new Uri($"/v1/audits/{audit["auditId"]}", UriKind.Relative), cancellation))!;
        }
        return (string)audit["status"]! == "completed"
            ? (int)audit["progress"]!["fitsTotal"]!
            : throw new InvalidOperationException((string?)audit["error"]);
    }

    private static async Task SendAsync(HttpClient http, CancellationToken cancellation)
    {
        for (var tries = 0; !await IsReadyAsync(); tries++)
        {
            if (tries == 600)
            {
                throw new TimeoutException("The service does not start.");
            }
            await Task.Delay(200, cancellation);
        }
        var csv = new StringBuilder("responseId,text,humanScore,group.gender\n");
        for (var number = 0; number < Responses; number++)
        {
            var level = number / 2 % Levels;
            csv.Append(CultureInfo.InvariantCulture, $"r{number},{Words[level]} answer number {number} of the set,{level},{(number % 2 == 0 ? "male" : "female")}\n");
        }
        using var body = new StringContent(csv.ToString(), Encoding.UTF8, "text/csv");
        using var sent = await http.PostAsync(new Uri("/v1/responses?item=bench&createItems=true&scaleMin=0&scaleMax=3", UriKind.Relative), body, cancellation);
        sent.EnsureSuccessStatusCode();

        async Task<bool> IsReadyAsync()
        {
            try
            {
                return (await http.GetAsync(new Uri("/health/live", UriKind.Relative), cancellation)).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }
}
