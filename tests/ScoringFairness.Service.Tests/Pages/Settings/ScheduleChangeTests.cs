using ScoringFairness.Service.Tests.Reports;

namespace ScoringFairness.Service.Tests.Pages.Settings;

/// <summary>A schedule is changed on a page that holds what it says.</summary>
public sealed class ScheduleChangeTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task A_schedule_is_changed_by_a_form_that_holds_it_and_run_at_once_by_the_form_of_its_last_audit()
    {
        var audit = await service.Http.VendorAuditAsync("changed", 90);
        await service.Http.PostAsync(
            "/settings/schedules", ("audit", audit), ("scheduleId", "nightly"), ("name", "Each night"), ("cron", "15 2 * * *"), ("windowDays", "30"));
        await service.Database.ScalarAsync<int>($"update schedules set last_audit_id = '{audit}' where schedule_id = 'nightly'; select 1");
        var list = await service.Http.GetStringAsync("/settings/schedules", TestContext.Current.CancellationToken);
        Assert.Contains("href=\"/settings/schedules/nightly/change\"", list, StringComparison.Ordinal);
        Assert.Contains($"href=\"/audits/new?again={audit}\">Run again now", list, StringComparison.Ordinal);

        var form = await service.Http.GetStringAsync("/settings/schedules/nightly/change", TestContext.Current.CancellationToken);
        foreach (var (field, value) in new[] { ("name", "Each night"), ("cron", "15 2 * * *"), ("windowDays", "30") })
        {
            Assert.Matches($"id=\"{field}\" name=\"{field}\" value=\"{value.Replace("*", "\\*", StringComparison.Ordinal)}\"", form);
        }
        var before = (await service.Http.ReadAsync("/v1/schedules/nightly"))["request"]!["audit"]!.ToJsonString();
        var (status, _, words) = await service.Http.PostAsync("/settings/schedules/nightly/change", ("cron", "often"), ("windowDays", "30"));
        Assert.Equal(400, status);
        Assert.Contains("'often' is no cron expression", words, StringComparison.Ordinal);
        (_, var address, _) = await service.Http.PostAsync(
            "/settings/schedules/nightly/change", ("name", "Each night"), ("every", "0 3 * * *"), ("cron", ""), ("windowDays", "60"), ("audit", ""));
        Assert.Equal("/settings/schedules", address);
        var request = (await service.Http.ReadAsync("/v1/schedules/nightly"))["request"]!;
        Assert.Equal(("Each night", "0 3 * * *", 60), ((string)request["name"]!, (string)request["cron"]!, (int)request["windowDays"]!));
        Assert.Equal(before, request["audit"]!.ToJsonString());
        Assert.Equal(404, (await service.Http.PostAsync("/settings/schedules/none/change", ("cron", "0 3 * * *"))).Status);
    }
}
