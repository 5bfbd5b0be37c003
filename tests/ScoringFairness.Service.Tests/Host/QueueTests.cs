using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using ScoringFairness.Service.App;
using ScoringFairness.Service.Host;
using ScoringFairness.Service.Host.Queue;

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
                return (
                    application,
                    Storage: application.Services.GetRequiredService<JobStorage>(),
                    Activator: application.Services.GetRequiredService<JobActivator>());
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.All(services, (service, number) => Assert.Contains($"DB: queue{number},", service.Storage.ToString(), StringComparison.Ordinal));
        Assert.Distinct(services.Select(service => service.Activator));
        foreach (var (application, _, _) in services)
        {
            await application.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_job_that_the_queue_has_lost_is_handed_over_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var application = WebService.Build(
            [
                $"--ConnectionStrings:Database={database.ConnectionString}", "--urls=http://127.0.0.1:0",
                "--Worker:Enabled=false", "--Logging:LogLevel:Default=None",
            ]);
        await Migrations.ApplyAsync(application.Services, TestContext.Current.CancellationToken);
        await database.ScalarAsync<object>("insert into job_outbox (organisation_id, kind, queue, audit_id) values ('default', 'plan', 'audits', 'none')");
        var handover = application.Services.GetRequiredService<JobHandover>();
        Assert.Equal(1, await handover.DispatchAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await handover.RecoverAsync(TimeSpan.Zero, TestContext.Current.CancellationToken));

        application.Services.GetRequiredService<IBackgroundJobClient>().Delete(await database.ScalarAsync<string>("select queue_job from job_outbox"));
        Assert.Equal(1, await handover.RecoverAsync(TimeSpan.Zero, TestContext.Current.CancellationToken));
        Assert.Equal(1, await handover.DispatchAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task No_more_jobs_are_handed_over_than_workers_can_run_at_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var application = WebService.Build(
            [
                $"--ConnectionStrings:Database={database.ConnectionString}", "--urls=http://127.0.0.1:0",
                "--Worker:Enabled=false", "--Logging:LogLevel:Default=None",
            ]);
        await Migrations.ApplyAsync(application.Services, TestContext.Current.CancellationToken);
        await database.ScalarAsync<object>(
            """
            insert into organisations (organisation_id) values ('other');
            insert into job_outbox (organisation_id, kind, queue, audit_id, number)
            select case when no <= 50 then 'default' else 'other' end, 'fit', 'fits', 'none', no from generate_series(1, 53) as no
            """);
        var handover = application.Services.GetRequiredService<JobHandover>();
        Assert.Equal(2, await handover.DispatchAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await handover.DispatchAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, await database.ScalarAsync<long>("select count(distinct organisation_id) from job_outbox where handed_over_at is not null"));
    }
}
