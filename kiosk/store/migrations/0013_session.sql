-- What the owner of a session is shown of it: browser and system as words (`chrome windows`), and
-- the network address, which the log has too. Sessions of before have neither.
alter table session add column agent text not null default '';

alter table session add column address text not null default '';
