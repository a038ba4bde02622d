using BnFold;
using BnFold.Cli;
using BnFold.Cli.Terminals;

using var interruption = new Interruption();
return Application.Run(args, Terminal.OfProcess(), Verifier.Compare, interruption.Token);
