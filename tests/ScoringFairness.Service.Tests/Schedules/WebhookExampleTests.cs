using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using ScoringFairness.Service.Webhooks;

namespace ScoringFairness.Service.Tests.Schedules;

/// <summary>The example of a receiver believes what the service signs, and nothing else.</summary>
public sealed class WebhookExampleTests
{
    private const string Body = """{"type":"verdict.changed","data":{"changes":[{"question":"bias","scorer":"vendor","from":null,"to":"within"}]}}""";

    [Theory]
    [InlineData("a secret of more than twenty-four bytes")]
    [InlineData("whsec_YSBzZWNyZXQgb2YgbW9yZSB0aGFuIHR3ZW50eS1mb3VyIGJ5dGVz")]
    public async Task A_signed_message_is_taken_and_others_are_turned_away(string secret)
    {
        Assert.SkipUnless(await HasPythonAsync(), "python3 is not here.");
        var start = new ProcessStartInfo("python3", [Path.Combine(Checkout.Folder, "src", "examples", "webhook.py"), "0"]) { RedirectStandardOutput = true };
        start.Environment["WEBHOOK_SECRET"] = secret;
        using var process = Process.Start(start)!;
        try
        {
            var address = new Uri((await process.StandardOutput.ReadLineAsync(Cancellation))!.Split(' ')[^1]);
            var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            Assert.Equal(HttpStatusCode.NoContent, await SendAsync(address, secret, now, Body));
            Assert.Equal("verdict.changed: bias vendor: None -> within", await process.StandardOutput.ReadLineAsync(Cancellation));
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(address, secret, now, Body.Replace("within", "exceeds", StringComparison.Ordinal), signed: Body));
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(address, "another secret of more than 24 bytes", now, Body));
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(address, secret, now - 600, Body));
        }
        finally
        {
            process.Kill();
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<HttpStatusCode> SendAsync(Uri address, string secret, long at, string body, string? signed = null)
    {
        var timestamp = at.ToString(CultureInfo.InvariantCulture);
        using var http = new HttpClient();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        content.Headers.Add("webhook-id", "msg_1");
        content.Headers.Add("webhook-timestamp", timestamp);
        content.Headers.Add("webhook-signature", WebhookSender.Sign(secret, "msg_1", timestamp, signed ?? body));
        using var answer = await http.PostAsync(address, content, Cancellation);
        return answer.StatusCode;
    }

    private static async Task<bool> HasPythonAsync()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            await process.WaitForExitAsync(Cancellation);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
