using NetCompile.Verification;

namespace NetCompile.Cli;

/// <summary>What the process returns. Up to 9 an answer, from 64 on no answer, with the numbers of BSD's <c>sysexits.h</c>.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Holds = 0;
    public const int Violated = 1;
    public const int Unknown = 2;
    public const int Timeout = 3;
    public const int WrongVerdict = 4;
    public const int RowFailed = 5;
    public const int Rejected = 6;
    public const int Usage = 64;
    public const int BadData = 65;
    public const int NoInput = 66;
    public const int Internal = 70;
    public const int CannotWrite = 73;
    public const int Cancelled = 130;

    public const string NoAnswerHelp = "64 wrong usage, 65 unusable file, 66 file not found, 70 internal error, 73 cannot write";

    public static int Of(VerificationResult result) => result switch
    {
        { Verdict: Verdict.Holds } => Holds,
        { Verdict: Verdict.Violated } => Violated,
        { Reason: UnknownReason.TimeLimit } => Timeout,
        _ => Unknown,
    };
}
