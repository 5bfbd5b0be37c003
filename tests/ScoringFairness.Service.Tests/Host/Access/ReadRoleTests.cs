using System.Net;
using ScoringFairness.Service.Host.Access;

namespace ScoringFairness.Service.Tests.Host.Access;

/// <summary>What a key that only reads is offered, and told where it asks for more.</summary>
public sealed class ReadRoleTests(GuardedService guarded) : IClassFixture<GuardedService>
{
    [Fact]
    public async Task A_refusal_names_the_roles_that_are_missing_and_no_other()
    {
        foreach (var (role, missing) in new[]
        {
            (Role.Read, "the role audit."), (Role.Audit, "the role read."), (Role.Ingest, "the roles audit and read."),
        })
        {
            var (status, problem) = await guarded.SendAsync(
                guarded.Keys[("default", role)], HttpMethod.Post, $"/v1/audits/{guarded.AuditId}/links", "{}");
            Assert.Equal(403, status);
            Assert.StartsWith($"It needs {missing}", (string)problem!["detail"]!, StringComparison.Ordinal);
        }
        var (_, either) = await guarded.SendAsync(guarded.Keys[("default", Role.Ingest)], HttpMethod.Get, $"/v1/audits/{guarded.AuditId}");
        Assert.StartsWith("It needs the role read or audit.", (string)either!["detail"]!, StringComparison.Ordinal);
        var (_, admin) = await guarded.SendAsync(guarded.Keys[("default", Role.Read)], HttpMethod.Get, "/v1/keys");
        Assert.StartsWith("It needs the role admin.", (string)admin!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_an_audit_offers_what_the_key_may_do_and_a_form_that_it_may_not_send_is_answered_by_a_page()
    {
        using var reader = Browser(Role.Read);
        var page = await reader.GetStringAsync($"/audits/{guarded.AuditId}", TestContext.Current.CancellationToken);
        Assert.Contains("Open the report", page, StringComparison.Ordinal);
        string[] offers = ["<textarea", "Make a link", "Rename", "Delete", "Run it again", "/settings/schedules/new"];
        Assert.All(offers, offer => Assert.DoesNotContain(offer, page, StringComparison.Ordinal));
        using var admin = Browser(Role.Admin);
        page = await admin.GetStringAsync($"/audits/{guarded.AuditId}", TestContext.Current.CancellationToken);
        Assert.All(offers, offer => Assert.Contains(offer, page, StringComparison.Ordinal));

        using var sent = await reader.PostAsync(
            $"/audits/{guarded.AuditId}/change", new FormUrlEncodedContent([new("note", "Seen."), new("by", "A reader")]),
            TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.Forbidden, "text/html"), (sent.StatusCode, sent.Content.Headers.ContentType?.MediaType));
        Assert.Contains(
            "It needs the role audit.", await sent.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private HttpClient Browser(string role)
    {
        var browser = new HttpClient { BaseAddress = guarded.Open.BaseAddress };
        browser.DefaultRequestHeaders.Add(AccessHandler.Header, guarded.Keys[("default", role)]);
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        return browser;
    }
}
