using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;
using ScoringFairness.Service.Host;

namespace ScoringFairness.Service.Bench;

/// <summary><c>bench ingest</c>: rows per second of an upload beside PostgreSQL's own COPY of the same file.</summary>
internal static class IngestBench
{
    private const int TextLength = 200;
    private const string Upload = "/v1/responses?createItems=true&scaleMin=0&scaleMax=3";

    /// <summary>The columns of the file, with the key and index of the table that the service fills.</summary>
    private const string SameShape =
        """
        create table copied_responses (
          organisation_id text not null default 'default', response_id text not null, item_id text not null, student_id text,
          text text not null, human_score double precision not null, gender text, cohort text,
          primary key (organisation_id, item_id, response_id));
        create index on copied_responses (organisation_id, student_id) where student_id is not null;
        """;

    public static Command Create()
    {
        var rows = new Option<int>("--rows") { Description = "Graded responses (default 1,000,000).", DefaultValueFactory = _ => 1_000_000 };
        var command = new Command("ingest", "Uploads graded responses to the service and copies the same file with COPY.") { rows };
        command.SetAction(async (parsed, cancellation) =>
        {
            await RunAsync(parsed.GetValue(rows), cancellation);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(int rows, CancellationToken cancellation)
    {
        var file = Path.Combine(Path.GetTempPath(), $"scoring-fairness-bench-{Guid.NewGuid():N}.csv");
        await using var database = await BenchDatabase.CreateAsync(cancellation);
        try
        {
            await WriteResponsesAsync(file, rows, cancellation);
            var copy = await CopyAsync(database.ConnectionString, file, rows, cancellation);
            var upload = await UploadAsync(database.ConnectionString, file, cancellation);
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                shareOfCopy = Math.Round(copy / upload, 3),
                rowsPerSecond = Math.Round(rows / upload),
                peakMiB = Math.Round(Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0),
                rows,
                copyRowsPerSecond = Math.Round(rows / copy),
            }));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task WriteResponsesAsync(string file, int rows, CancellationToken cancellation)
    {
        await using var csv = new StreamWriter(file, append: false, new UTF8Encoding(false), bufferSize: 1 << 16);
        await csv.WriteLineAsync("responseId,itemId,studentId,text,humanScore,group.gender,cohort".AsMemory(), cancellation);
        var random = new Random(17);
        for (var row = 0; row < rows; row++)
        {
            await csv.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"r{row:D8},item-{row % 10},s{row / 10:D7},\"{Sentence(random)}\",{row % 4},{(row % 2 == 0 ? "male" : "female")},bench"));
        }
    }

    private static string Sentence(Random random)
    {
        string[] words = ["the", "coin", "falls", "faster", "because", "it", "is", "heavier", "and", "air", "slows", "a", "feather,", "gravity", "pulls", "both"];
        var text = new StringBuilder(TextLength + 16);
        while (text.Length < TextLength)
        {
            text.Append(random.GetItems(words, 1)[0]).Append(' ');
        }
        return text.ToString(0, TextLength - 1) + ".";
    }

    private static async Task<double> CopyAsync(string connectionString, string file, int rows, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        await using (var create = new NpgsqlCommand(SameShape, connection))
        {
            await create.ExecuteNonQueryAsync(cancellation);
        }
        var clock = Stopwatch.StartNew();
        await using (var source = File.OpenRead(file))
        await using (var copy = (StreamWriter)await connection.BeginTextImportAsync(
            "copy copied_responses (response_id, item_id, student_id, text, human_score, gender, cohort) from stdin (format csv, header)", cancellation))
        {
            // The bytes as they are, as psql's \copy sends them.
            await source.CopyToAsync(copy.BaseStream, 1 << 16, cancellation);
        }
        var seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"COPY of {rows} rows: {seconds:0.0} s"));
        await using var drop = new NpgsqlCommand("drop table copied_responses", connection);
        await drop.ExecuteNonQueryAsync(cancellation);
        return seconds;
    }

    private static async Task<double> UploadAsync(string connectionString, string file, CancellationToken cancellation)
    {
        await using var application = WebService.Build(
        [
            $"--ConnectionStrings:Database={connectionString}", "--urls=http://127.0.0.1:0", "--Worker:Enabled=false", "--Logging:LogLevel:Default=Warning",
        ]);
        await Migrations.ApplyAsync(application.Services, cancellation);
        await application.StartAsync(cancellation);
        using var http = new HttpClient { BaseAddress = new Uri(application.Urls.First()), Timeout = Timeout.InfiniteTimeSpan };
        var clock = Stopwatch.StartNew();
        using var body = new StreamContent(File.OpenRead(file), 1 << 16);
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var answer = await http.PostAsync(new Uri(Upload, UriKind.Relative), body, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        var seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Upload: {seconds:0.0} s, {(int)answer.StatusCode}, {text}"));
        await application.StopAsync(cancellation);
        return seconds;
    }
}
