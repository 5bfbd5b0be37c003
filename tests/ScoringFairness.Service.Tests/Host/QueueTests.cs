using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using ScoringFairness.Service.Host;

namespace ScoringFairness.Service.Tests.Host;

public sealed class QueueTests
{
    [Fact]
    public async Task Services_that_start_at_once_in_one_process_keep_to_their_own_queue_and_their_own_jobs()
    {
        using var together = new Barrier(8);
        var services = await Task.WhenAll(Enumerable.Range(0, together.ParticipantCount).Select(number => Task.Factory.StartNew(
            () =>
            {
                var application = WebService.Build([$"--ConnectionStrings:Database=Host=127.0.0.1;Database=queue{number}", "--urls=http://127.0.0.1:0"]);
                together.SignalAndWait(TimeSpan.FromMinutes(1));
                return (application, Storage: application.Services.GetRequiredService<JobStorage>(), Activator: application.Services.GetRequiredService<JobActivator>());
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.All(services, (service, number) => Assert.Contains($"DB: queue{number},", service.Storage.ToString(), StringComparison.Ordinal));
        Assert.Distinct(services.Select(service => service.Activator));
        foreach (var (application, _, _) in services)
        {
            await application.DisposeAsync();
        }
    }
}
