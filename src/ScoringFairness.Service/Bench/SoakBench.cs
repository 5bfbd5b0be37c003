using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Json;

namespace ScoringFairness.Service.Bench;

/// <summary><c>bench soak</c>: many small audits while workers and the service are killed at random.</summary>
internal static class SoakBench
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static Command Create()
    {
        var minutes = new Option<double>("--minutes") { Description = "How long processes are killed (default 30).", DefaultValueFactory = _ => 30 };
        var workers = new Option<int>("--workers") { Description = "Worker processes (default 2).", DefaultValueFactory = _ => 2 };
        var seed = new Option<int>("--seed") { Description = "Of the order of kills (default 1).", DefaultValueFactory = _ => 1 };
        var command = new Command(
            "soak",
            "Kills workers and the service at random under many small audits; every audit must complete, with nothing recorded twice.")
        {
            minutes, workers, seed,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(workers), new Random(parsed.GetValue(seed)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(TimeSpan length, int workers, Random random, CancellationToken cancellation)
    {
        await using var database = await BenchDatabase.CreateAsync(cancellation);
        var address = $"http://127.0.0.1:{BenchProcess.FreePort()}";
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        var audits = new SoakAudits(http, random);
        using var service = new BenchProcess(database.ConnectionString, $"serve --no-worker --urls {address}");
        List<BenchProcess> crew = [.. Enumerable.Range(0, workers).Select(_ => new BenchProcess(database.ConnectionString, "work"))];
        var (kills, stops, serviceKills) = (0, 0, 0);
        try
        {
            await audits.SendResponsesAsync(cancellation);
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < length;)
            {
                await audits.TendAsync(start: true, cancellation);
                await Task.Delay(TimeSpan.FromSeconds(2 + (random.NextDouble() * 6)), cancellation);
                var worker = crew[random.Next(workers)];
                switch (random.Next(10))
                {
                    case < 5:
                        kills++;
                        await worker.KillAsync();
                        break;
                    case < 8:
                        stops++;
                        await worker.StopAsync();
                        break;
                    default:
                        serviceKills++;
                        await service.KillAsync();
                        break;
                }
            }
            var ended = await audits.EndAsync(Patience, cancellation);
            var outcome = await CountAsync(database.ConnectionString);
            // A job whose worker was killed after it was done is still to be forgotten by whoever takes it over.
            for (var left = Stopwatch.StartNew();
                outcome.JobsLeft > 0 && left.Elapsed < TimeSpan.FromMinutes(2);
                outcome = await CountAsync(database.ConnectionString))
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
            }
            var crashes = service.Crashes + crew.Sum(worker => worker.Crashes);
            var isWell = ended && outcome.Audits == outcome.Completed && outcome is { Miscounted: 0, Differing: 0, JobsLeft: 0 } && crashes == 0;
            Console.WriteLine(JsonSerializer.Serialize(
                new
                {
                    minutes = Math.Round(length.TotalMinutes, 1),
                    isWell,
                    workersKilled = kills,
                    workersStopped = stops,
                    serviceKilled = serviceKills,
                    crashes,
                    outcome,
                },
                ContractJson.Options));
            return isWell ? 0 : 1;
        }
        finally
        {
            crew.ForEach(worker => worker.Dispose());
        }
    }

    private static async Task<Outcome> CountAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        return await connection.QuerySingleAsync<Outcome>(
            """
            with figures as (
              select a.audit_id, a.request ->> 'seed' as seed,
                     (select md5(string_agg((to_jsonb(m) - 'audit_id')::text, '|' order by row_no)) from measures m where m.audit_id = a.audit_id) as digest,
                     (select count(*) from out_of_fold_scores s where s.audit_id = a.audit_id) as scores
              from audits a)
            select (select count(*) from audits) as audits,
                   (select count(*) from audits where status = 'completed') as completed,
                   (select count(*) from fits where status = 'done') as fits,
                   (select coalesce(sum(attempt), 0)::bigint from fits) as attempts,
                   (select coalesce(sum(take_overs), 0)::bigint from fits) as takeovers,
                   (select count(*) from figures where scores <> @expected) as miscounted,
                   (select count(distinct digest) - count(distinct seed) from figures) as differing,
                   (select count(*) from job_outbox) as jobsleft
            """,
            new { expected = SoakAudits.Splits * SoakAudits.Responses });
    }

    /// <summary>What stands in the database at the end.</summary>
    private sealed record Outcome
    {
        public required long Audits { get; init; }

        public required long Completed { get; init; }

        public required long Fits { get; init; }

        public required long Attempts { get; init; }

        /// <summary>Fits taken over from workers that were killed.</summary>
        public required long TakeOvers { get; init; }

        /// <summary>Audits with more or fewer scores than they should have.</summary>
        public required long Miscounted { get; init; }

        /// <summary>Sets of figures beyond one for each seed.</summary>
        public required long Differing { get; init; }

        public required long JobsLeft { get; init; }
    }
}
