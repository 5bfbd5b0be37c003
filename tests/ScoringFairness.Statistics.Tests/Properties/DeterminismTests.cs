using System.Collections.Concurrent;
using System.Text.Json;
using CsCheck;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Statistics.Tests.Properties;

/// <summary>The same seed on the same data gives the same figures, bit for bit, whatever the number of threads.</summary>
public sealed class DeterminismTests
{
    [Fact]
    public async Task Any_number_of_threads_gives_the_same_rows()
    {
        var rows = Studies.TwiceRated.Single(_ => true, "f1uCzc44oh85");
        var alone = await Run(threads: 1, rows);
        Assert.Equal(alone, await Run(threads: 1, rows));
        Assert.Equal(alone, await Run(threads: 4, rows));
        Assert.Equal(alone, Evaluated(rows));
    }

    [Fact]
    public void Another_seed_moves_resampled_figures_and_nothing_else()
    {
        var rows = Studies.TwiceRated.Single(_ => true, "f1uCzc44oh85");
        var data = Oracles.ScoredRows.ToData(rows, Studies.Scale, "a", "b");
        var (one, other) = (Seeded(1), Seeded(2));
        foreach (var (first, second) in one.Zip(other))
        {
            Assert.Equal((first.Measure, first.Value, first.N), (second.Measure, second.Value, second.N));
            if (first.Method is not (null or "bootstrap") && first.Test != "permutation")
            {
                Assert.Equal((first.Low, first.High, first.PValue), (second.Low, second.High, second.PValue));
            }
        }
        Assert.Contains(one.Zip(other), pair => pair.First.Method == "bootstrap" && pair.First.Low != pair.Second.Low);
        Assert.Contains(one.Zip(other), pair => pair.First.ExpectedByChance != pair.Second.ExpectedByChance);

        IReadOnlyList<MeasureRow> Seeded(long seed) => StudyEvaluation.Evaluate(
            data, new EvaluationOptions { Reference = "a", Focal = ["b"], MinGroupSize = 2, BootstrapDraws = 50, Permutations = 50, Seed = seed },
            TestContext.Current.CancellationToken);
    }

    private static string Evaluated(Oracles.ScoredRow[] rows) => JsonSerializer.Serialize(Studies.Evaluate(rows, "a", "b"));

    /// <summary>Parallel loops take their threads from the scheduler of the task that they run in.</summary>
    private static async Task<string> Run(int threads, Oracles.ScoredRow[] rows)
    {
        using var scheduler = new Threads(threads);
        var result = await Task.Factory.StartNew(() => Evaluated(rows), TestContext.Current.CancellationToken, TaskCreationOptions.None, scheduler);
        // The evaluation itself is one task; the others are its loops.
        Assert.True(scheduler.Executed > 1);
        return result;
    }

    private sealed class Threads : TaskScheduler, IDisposable
    {
        private readonly BlockingCollection<Task> _tasks = [];
        private readonly Thread[] _threads;
        private int _executed;

        public Threads(int count)
        {
            _threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(Work) { IsBackground = true })];
            Array.ForEach(_threads, thread => thread.Start());
        }

        public int Executed => _executed;

        public override int MaximumConcurrencyLevel => _threads.Length;

        public void Dispose()
        {
            _tasks.CompleteAdding();
            Array.ForEach(_threads, thread => thread.Join());
            _tasks.Dispose();
        }

        protected override void QueueTask(Task task) => _tasks.Add(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
            _threads.Contains(Thread.CurrentThread) && Execute(task);

        protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

        private void Work()
        {
            foreach (var task in _tasks.GetConsumingEnumerable())
            {
                Execute(task);
            }
        }

        private bool Execute(Task task)
        {
            Interlocked.Increment(ref _executed);
            return TryExecuteTask(task);
        }
    }
}
