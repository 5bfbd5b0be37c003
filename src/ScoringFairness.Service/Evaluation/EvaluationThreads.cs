using System.Collections.Concurrent;

namespace ScoringFairness.Service.Evaluation;

/// <summary>
/// Threads of their own for what clients have evaluated: on those of the pool, two evaluations would leave none to answer anybody
/// else, and the pool is slow to add some.
/// </summary>
internal sealed class EvaluationThreads : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _tasks = [];
    private readonly HashSet<int> _own;
    private readonly int _count;

    public EvaluationThreads(EvaluationSettings settings)
    {
        _count = Math.Max(Environment.ProcessorCount, settings.AtOnce);
        Thread[] threads = [.. Enumerable.Range(0, _count).Select(_ => new Thread(Work) { IsBackground = true, Name = "evaluation" })];
        _own = [.. threads.Select(thread => thread.ManagedThreadId)];
        foreach (var thread in threads)
        {
            thread.Start();
        }
    }

    public override int MaximumConcurrencyLevel => _count;

    /// <summary>Runs work on these threads, and the loops in it.</summary>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation) =>
        Task.Factory.StartNew(work, cancellation, TaskCreationOptions.None, this);

    public void Dispose() => _tasks.CompleteAdding();

    protected override void QueueTask(Task task) => _tasks.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        _own.Contains(Environment.CurrentManagedThreadId) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _tasks];

    private void Work()
    {
        foreach (var task in _tasks.GetConsumingEnumerable())
        {
            TryExecuteTask(task);
        }
    }
}
