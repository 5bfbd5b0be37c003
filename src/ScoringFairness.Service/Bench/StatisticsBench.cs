using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Evaluation;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Scorers.External;
using ScoringFairness.Service.Scores;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Bench;

/// <summary>
/// <c>bench statistics</c>: from scores in PostgreSQL to every measure row, beside the bare GROUP BY of the same rows.
/// </summary>
internal static class StatisticsBench
{
    private const string Organisation = "default";
    private const string Audit = "bench";
    private const int ItemCount = 6;

    /// <summary>The fastest counts: the first dozen are still being compiled.</summary>
    private const int Runs = 24;

    private const string Fill =
        """
        insert into audits (organisation_id, audit_id, name, status, request) values (@Organisation, @Audit, 'bench', 'evaluating', '{}');
        insert into out_of_fold_scores (organisation_id, audit_id, item_id, scorer, split, repeat, response_no, student_no, group_label,
                                        human_level, level, score, fit_no)
        select @Organisation, @Audit, 'item-' || i % 6, 'external', '', 0, i, i, case when i % 13 < 6 then 'male' else 'female' end,
               h, m, m, 0
        from (select i, h, least(4, greatest(0, h + case when hashint4(i * 7 + 1) & 15 < 3 then 1 when hashint4(i * 7 + 1) & 15 < 6 then -1 else 0 end)) as m
              from (select i, (hashint4(i) & 1023) % 5 as h from generate_series(1, @rows) i) a) b;
        """;

    private const string BareGroupBy =
        """
        select item_id, scorer, split, group_label, human_level, level, count(*) from out_of_fold_scores
        where organisation_id = @Organisation and audit_id = @Audit and repeat = 0 and group_label is not null
        group by 1, 2, 3, 4, 5, 6
        """;

    public static Command Create()
    {
        var rows = new Option<int>("--rows") { Description = "Synthetic scores (default 1,000,000).", DefaultValueFactory = _ => 1_000_000 };
        var command = new Command("statistics", "Computes every measure of synthetic scores in PostgreSQL, with 2,000 draws and permutations.") { rows };
        command.SetAction(async (parsed, cancellation) =>
        {
            await RunAsync(parsed.GetValue(rows), cancellation);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(int rows, CancellationToken cancellation)
    {
        await using var database = await BenchDatabase.CreateAsync(cancellation);
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(
            [$"--ConnectionStrings:Database={database.ConnectionString}", "--Logging:LogLevel:Default=Warning"]);
        builder.AddDatabase();
        builder.Services.AddSingleton<OutOfFoldScores>().AddSingleton<ScoreSums>().AddSingleton<SwappedScores>()
            .AddSingleton<GuessedGroups>().AddSingleton<DecomposedScores>().AddSingleton<StoredCauses>().AddSingleton<StoredStudy>();
        using var host = builder.Build();
        await Host.Migrations.ApplyAsync(host.Services, cancellation);
        var source = host.Services.GetRequiredService<NpgsqlDataSource>();
        await using (var connection = await source.OpenConnectionAsync(cancellation))
        {
            await connection.ExecuteAsync(new CommandDefinition(Fill, new { Organisation, Audit, rows }, commandTimeout: 0, cancellationToken: cancellation));
            await connection.ExecuteAsync(new CommandDefinition("vacuum analyze out_of_fold_scores", commandTimeout: 0, cancellationToken: cancellation));
        }
        var (bare, whole, measures) = (double.MaxValue, double.MaxValue, 0);
        for (var run = 0; run < Runs; run++)
        {
            var groupBy = await BareAsync(source, cancellation);
            var (read, all, count) = await WholeAsync(host.Services.GetRequiredService<StoredStudy>(), cancellation);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"run {run + 1}: bare GROUP BY {groupBy:0.000} s; count cube {read:0.000} s, with all measures {all:0.000} s ({count} rows)"));
            (bare, whole, measures) = (Math.Min(bare, groupBy), Math.Min(whole, all), count);
        }
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            timesGroupBy = Math.Round(whole / bare, 2),
            seconds = Math.Round(whole, 3),
            peakMiB = Math.Round(Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0),
            groupBySeconds = Math.Round(bare, 3),
            rows,
            measures,
            synthetic = true,
        }));
    }

    private static async Task<double> BareAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var clock = Stopwatch.StartNew();
        _ = (await connection.QueryAsync(new CommandDefinition(
            BareGroupBy, new { Organisation, Audit }, commandTimeout: 0, cancellationToken: cancellation))).AsList();
        return clock.Elapsed.TotalSeconds;
    }

    private static async Task<(double Read, double Seconds, int Rows)> WholeAsync(StoredStudy study, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var data = await study.ReadAsync(Organisation, Audit, Design, Data, repeat: 0, cancellation);
        var read = clock.Elapsed.TotalSeconds;
        var rows = StudyEvaluation.Evaluate(
            data,
            new EvaluationOptions
            {
                Reference = "male",
                Focal = ["female"],
                Seed = AuditDefaults.Seed,
                BootstrapDraws = AuditDefaults.Bootstrap,
                Permutations = AuditDefaults.Bootstrap,
                Tolerances = AuditDefaults.Tolerances,
                Minimums = AuditDefaults.Minimums,
            },
            cancellation);
        return (read, clock.Elapsed.TotalSeconds, rows.Count);
    }

    private static AuditedData Data { get; } = new()
    {
        Items =
        [
            .. Enumerable.Range(0, ItemCount).Select(item => new AuditedItem
            {
                ItemId = $"item-{item}",
                Scale = new Scale { Min = 0, Max = 4, Step = 1 },
                Groups = [],
                NotReported = 0,
                Excluded = [],
            }),
        ],
    };

    private static AuditDesign Design { get; } = new()
    {
        Name = Audit,
        Items = [.. Data.Items.Select(item => item.ItemId)],
        Attribute = "gender",
        Reference = "male",
        Groups = ["male", "female"],
        Scorers = [new ExternalDesign { Name = "external", Scorer = "external", Splits = [] }],
        Folds = AuditDefaults.Folds,
        Repeats = AuditDefaults.Repeats,
        Seed = AuditDefaults.Seed,
        Bootstrap = AuditDefaults.Bootstrap,
        Confidence = AuditDefaults.Confidence,
        Tolerances = AuditDefaults.Tolerances,
        MinGroupSize = AuditDefaults.MinGroupSize,
        MinCellSize = AuditDefaults.MinCellSize,
    };
}
