using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Host.Pages;

namespace ScoringFairness.Service.Pages;

/// <summary>Pages that say one thing.</summary>
internal static class MessageAnswers
{
    /// <summary>There is nothing here.</summary>
    public static Task<ContentHttpResult> MissingAsync(this PageRenderer pages, string detail) => pages.AnswerAsync<MessagePage>(
        nameof(MessagePage.Message), new MessagePage.Text("Not found", detail), StatusCodes.Status404NotFound);

    /// <summary>Something does not fit the present state, or what was sent cannot be taken.</summary>
    public static Task<ContentHttpResult> RefusedAsync(this PageRenderer pages, string? detail, int status = StatusCodes.Status409Conflict) =>
        pages.AnswerAsync<MessagePage>(nameof(MessagePage.Message), new MessagePage.Text("That was not done", detail ?? ""), status);
}
