using ScoringFairness.Service.Tests.Reports;

namespace ScoringFairness.Service.Tests.Pages.Settings;

/// <summary>An audit is put on a schedule on a page; the schedule rests, goes on and is deleted there.</summary>
public sealed class SchedulePageTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task An_audit_is_repeated_with_what_it_was_asked_for()
    {
        Assert.Contains("Nothing repeats yet.", await service.Http.WordsAsync("/settings/schedules"), StringComparison.Ordinal);
        Assert.Contains("There is no audit yet", await service.Http.WordsAsync("/settings/schedules/new"), StringComparison.Ordinal);
        var audit = await service.Http.VendorAuditAsync("repeated", 90);
        var (status, _, words) = await service.Http.PostAsync(
            "/settings/schedules", ("audit", audit), ("scheduleId", "weekly"), ("cron", "0 3 31 2 *"), ("windowDays", "none"));
        Assert.Equal(400, status);
        Assert.Contains("Empty: all responses. 'none' is not a number that fits here.", words, StringComparison.Ordinal);
        (status, _, words) = await service.Http.PostAsync("/settings/schedules", ("audit", audit), ("scheduleId", "weekly"), ("cron", "0 3 31 2 *"));
        Assert.Equal(400, status);
        Assert.Contains("'0 3 31 2 *' is never due", words, StringComparison.Ordinal);

        (_, var address, words) = await service.Http.PostAsync(
            "/settings/schedules", ("audit", audit), ("scheduleId", "weekly"), ("name", "Every week"), ("every", "0 3 * * 1"), ("windowDays", "30"));
        Assert.Equal("/settings/schedules", address);
        Assert.Contains("Every week weekly gender, repeated responses of the last 30 days 0 3 * * 1 Mon ", words, StringComparison.Ordinal);
        var schedule = (await service.Http.ReadAsync("/v1/schedules/weekly"))["request"]!;
        var design = (await service.Http.ReadAsync($"/v1/audits/{audit}"))["request"]!;
        Assert.Equal(("external", "vendor", 100), (
            (string)schedule["audit"]!["scorers"]![0]!["kind"]!, (string)schedule["audit"]!["scorers"]![0]!["scorer"]!, (int)schedule["audit"]!["bootstrap"]!));
        Assert.Equal((string)design["name"]!, (string)schedule["audit"]!["name"]!);

        (status, _, words) = await service.Http.PostAsync("/settings/schedules", ("audit", audit), ("scheduleId", "weekly"), ("every", "0 3 * * *"));
        Assert.Equal(400, status);
        Assert.Contains("There is a schedule 'weekly' already", words, StringComparison.Ordinal);
        (_, _, words) = await service.Http.PostAsync("/settings/schedules/weekly/pause");
        Assert.Contains(" paused ", words, StringComparison.Ordinal);
        Assert.True((bool)(await service.Http.ReadAsync("/v1/schedules/weekly"))["request"]!["isPaused"]!);
        (_, _, words) = await service.Http.PostAsync("/settings/schedules/weekly/resume");
        Assert.DoesNotContain(" paused ", words, StringComparison.Ordinal);
        Assert.NotNull((await service.Http.ReadAsync("/v1/schedules/weekly"))["nextAt"]);
        (_, _, words) = await service.Http.PostAsync("/settings/schedules/weekly/delete");
        Assert.Contains("Nothing repeats yet.", words, StringComparison.Ordinal);
        Assert.Equal(404, (await service.Http.PostAsync("/settings/schedules/weekly/delete")).Status);
        Assert.Equal(404, (await service.Http.PostAsync("/settings/schedules/weekly/pause")).Status);
    }
}
