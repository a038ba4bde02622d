using BnFold;
using BnFold.Cli;
using BnFold.Cli.Terminals;

var early = EarlyModel.Of(args);
using var interruption = new Interruption();
return Application.Run(args, Terminal.OfProcess(), early.Load, Verifier.Compare, interruption.Token);
