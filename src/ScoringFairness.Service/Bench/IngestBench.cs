using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;
using ScoringFairness.Service.Host;

namespace ScoringFairness.Service.Bench;

/// <summary><c>bench ingest</c>: uploads through the REST interface beside PostgreSQL's own COPY of the same files.</summary>
/// <remarks>
/// COPY fills a table of the same columns, defaults, keys and indexes, with the bytes of the file as psql's <c>\copy</c> sends
/// them. It checks nothing, and what it lacks of the row it leaves to defaults. Both are done several times in turn, and the fastest
/// of each counts: what a disk writes back meanwhile is neither's.
/// </remarks>
internal static class IngestBench
{
    private const int Rounds = 3;

    private static readonly (string Name, string Path, string Table, string Columns, string More)[] Kinds =
    [
        ("Responses", "/v1/responses?createItems=true&scaleMin=0&scaleMax=3", "responses",
            "response_id, item_id, student_id, text, human_score, gender, cohort", "gender text, "),
        ("Machine scores", "/v1/scores", "machine_scores", "response_id, item_id, scorer, score", ""),
    ];

    public static Command Create(ServiceFactory prepare)
    {
        var rows = new Option<int>("--rows")
        {
            Description = "Graded responses, and as many machine scores (default 1,000,000).",
            DefaultValueFactory = _ => 1_000_000,
        };
        var command = new Command("ingest", "Uploads responses and machine scores, and copies the same files with COPY.") { rows };
        command.SetAction(async (parsed, cancellation) =>
        {
            await RunAsync(parsed.GetValue(rows), prepare, cancellation);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(int rows, ServiceFactory prepare, CancellationToken cancellation)
    {
        using var files = new IngestFiles();
        await files.WriteAsync(rows);
        await using var database = await BenchDatabase.CreateAsync(cancellation);
        await using var application = await prepare(
        [
            $"--ConnectionStrings:Database={database.ConnectionString}", "--urls=http://127.0.0.1:0", "--Worker:Enabled=false",
            "--Logging:LogLevel:Default=Warning",
        ], cancellation);
        await application.StartAsync(cancellation);
        using var http = new HttpClient { BaseAddress = new Uri(application.Urls.First()), Timeout = Timeout.InfiniteTimeSpan };
        await WarmUpAsync(http, cancellation);
        var (copies, uploads) = (NewTimes(), NewTimes());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (at, kind) in Kinds.Index())
            {
                var file = at == 0 ? files.Responses : files.Scores;
                var copy = await CopyAsync(database.ConnectionString, file, kind.Table, kind.Columns, kind.More, cancellation);
                var upload = await UploadAsync(http, kind.Path, file, rows, cancellation);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{kind.Name}: {rows} rows, COPY {copy:0.0} s, upload {upload:0.0} s ({copy / upload:0.00} of COPY)"));
                (copies[at], uploads[at]) = (Math.Min(copies[at], copy), Math.Min(uploads[at], upload));
            }
            await EmptyAsync(database.ConnectionString, cancellation);
        }
        await application.StopAsync(cancellation);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            shareOfCopy = Math.Round(copies.Sum() / uploads.Sum(), 3),
            rowsPerSecond = Math.Round(2 * rows / uploads.Sum()),
            peakMiB = Math.Round(process.PeakWorkingSet64 / 1048576.0),
            responses = Figures(rows, copies[0], uploads[0]),
            scores = Figures(rows, copies[1], uploads[1]),
        }));
    }

    private static double[] NewTimes() => [.. Kinds.Select(_ => double.MaxValue)];

    /// <summary>Takes all rows away, as if none had been there.</summary>
    private static async Task EmptyAsync(string connectionString, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand($"truncate {string.Join(", ", Kinds.Select(kind => kind.Table))} cascade", connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static object Figures(int rows, double copy, double upload) => new
    {
        rows,
        shareOfCopy = Math.Round(copy / upload, 3),
        rowsPerSecond = Math.Round(rows / upload),
        copyRowsPerSecond = Math.Round(rows / copy),
    };

    private static async Task<double> CopyAsync(
        string connectionString, string file, string table, string columns, string more, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        await ExecuteAsync($"create table copied ({more}like {table} including all); alter table copied alter column organisation_id set default 'default'");
        var clock = Stopwatch.StartNew();
        await using (var source = File.OpenRead(file))
        await using (var copy = (StreamWriter)await connection.BeginTextImportAsync($"copy copied ({columns}) from stdin (format csv, header)", cancellation))
        {
            await source.CopyToAsync(copy.BaseStream, 1 << 16, cancellation);
        }
        var seconds = clock.Elapsed.TotalSeconds;
        await ExecuteAsync("drop table copied");
        return seconds;

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>Uploads a few rows first, for a service that has just started is still being compiled.</summary>
    private static async Task WarmUpAsync(HttpClient http, CancellationToken cancellation)
    {
        const int Rows = 30_000;
        using var files = new IngestFiles();
        await files.WriteAsync(Rows);
        foreach (var (kind, file) in Kinds.Zip((string[])[files.Responses, files.Scores]))
        {
            await UploadAsync(http, kind.Path, file, Rows, cancellation);
        }
        for (var item = 0; item < IngestFiles.Items; item++)
        {
            using var deleted = await http.DeleteAsync(new Uri($"/v1/items/item-{item}", UriKind.Relative), cancellation);
        }
    }

    private static async Task<double> UploadAsync(HttpClient http, string path, string file, int rows, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        using var body = new StreamContent(File.OpenRead(file), 1 << 16);
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), body, cancellation);
        var answer = await response.Content.ReadAsStringAsync(cancellation);
        return response.IsSuccessStatusCode && answer.Contains($"\"inserted\":{rows}", StringComparison.Ordinal)
            ? clock.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"The upload was not taken: {(int)response.StatusCode} {answer}");
    }
}
