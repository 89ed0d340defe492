using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Palestra.Settings;
using Palestra.Trainer.Api;

namespace Palestra.Trainer.Http;

/// <summary>What the API answers to an edit of settings.</summary>
internal static class SettingsAnswers
{
    /// <param name="key">The one setting the edit was about, if it was one.</param>
    public static IResult Of(ChangeOutcome outcome, SettingsHub hub, string? key, Func<ChangeOutcome.Applied, IResult> done) => outcome switch
    {
        ChangeOutcome.Applied applied => done(applied),
        ChangeOutcome.Refused refused => Of(refused.Errors),
        ChangeOutcome.Conflict conflict => Of(conflict, hub, key),
        ChangeOutcome.Unavailable unavailable => Problems.Of(StatusCodes.Status503ServiceUnavailable, unavailable.Reason),
        _ => throw new InvalidOperationException($"There is no answer to {outcome.GetType().Name}."),
    };

    private static ProblemHttpResult Of(IReadOnlyList<SettingsError> errors)
    {
        var status = errors.All(e => e.Kind == SettingsErrorKind.Unknown) ? StatusCodes.Status404NotFound
            : errors.All(e => e.Kind is SettingsErrorKind.Undo && e.Key is null) ? StatusCodes.Status404NotFound
            : errors.All(e => e.Kind is SettingsErrorKind.Pinned or SettingsErrorKind.Bootstrap or SettingsErrorKind.HostOnly
                or SettingsErrorKind.Secret or SettingsErrorKind.Undo)
                ? StatusCodes.Status409Conflict
            : StatusCodes.Status400BadRequest;
        return Problem(status, string.Join(" ", errors.Select(e => e.Sentence)), problem =>
        {
            problem.Extensions["errors"] = errors.GroupBy(e => e.Key ?? "").ToDictionary(same => same.Key, same => same.Select(e => e.Sentence).ToArray());
            problem.Extensions["reasons"] = errors.Select(SettingsErrorView.From).ToArray();
        });
    }

    private static ProblemHttpResult Of(ChangeOutcome.Conflict conflict, SettingsHub hub, string? key)
    {
        var value = key is not null && hub.Current.TryFind(key, out var setting, out _) ? setting.Value : null;
        var now = value is null ? "" : $" {key} is '{value}' now.";
        return Problem(
            StatusCodes.Status412PreconditionFailed,
            $"The settings of {conflict.Namespace} were changed meanwhile: they are at version {conflict.Actual}, not {conflict.Expected}.{now} Look at them again before you change them.",
            problem =>
            {
                problem.Extensions["namespace"] = conflict.Namespace;
                problem.Extensions["expected"] = conflict.Expected;
                problem.Extensions["actual"] = conflict.Actual;
                problem.Extensions["key"] = key;
                problem.Extensions["value"] = value;
            });
    }

    private static ProblemHttpResult Problem(int status, string detail, Action<ProblemDetails> extend)
    {
        var problem = new ProblemDetails { Status = status, Title = ReasonPhrases.GetReasonPhrase(status), Detail = detail, Type = "about:blank" };
        extend(problem);
        return TypedResults.Problem(problem);
    }
}
